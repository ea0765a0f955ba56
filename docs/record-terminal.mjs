/**
 * Makes the picture in the README from what really comes out of a terminal:
 * `script -qfc "npm run --silent demo" /dev/null | node docs/record-terminal.mjs "npm run demo" > docs/demo.svg`,
 * then Ctrl-C. Each line appears when it came; long ones are cut off, as a narrow terminal does.
 */
const COLUMNS = 118;
const LINE_HEIGHT = 19;
const CHARACTER_WIDTH = 7.83;
const MARGIN = 18;
/** For a reader, not for a program: what comes after a long silence comes this soon at the latest. */
const LONGEST_PAUSE_MS = 1_500;

const [, , command] = process.argv;
process.on('SIGINT', () => undefined);

const frames = await record(process.stdin);
console.log(picture([{ line: 0, at: 0, text: `$ ${command}` }, ...frames]));

/** What stood in each line, and from when; a carriage return begins the same line again. */
async function record(input) {
  const frames = [];
  const begun = Date.now();
  let now = 0;
  let silenceCut = 0;
  let line = 2;
  for await (const chunk of input.setEncoding('utf8')) {
    const at = Date.now() - begun - silenceCut;
    silenceCut += Math.max(0, at - now - LONGEST_PAUSE_MS);
    now = Math.min(at, now + LONGEST_PAUSE_MS);
    for (const piece of chunk.split(/(?<=\n)|(?=\r[^\n])/)) {
      const text = piece.replace(/\x1b\[[\d;]*[A-Za-z]|[\r\n]|\^C/g, '').trimEnd();
      if (text) frames.push({ line, at: now, text });
      if (piece.endsWith('\n')) line++;
    }
  }
  return frames;
}

function picture(frames) {
  const lines = Math.max(...frames.map(({ line }) => line)) + 1;
  const [width, height] = [
    Math.ceil(COLUMNS * CHARACTER_WIDTH) + 2 * MARGIN,
    lines * LINE_HEIGHT + 2 * MARGIN,
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">
<style>
  text { font: 13px ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace; fill: #d7dee8; white-space: pre; }
  .command { fill: #8ddb8c; font-weight: bold; }
  .passing { opacity: 0; animation: shown linear both; }
  .staying { animation: appears 1ms both; }
  @keyframes shown { from, to { opacity: 1; } }
  @keyframes appears { from { opacity: 0; } to { opacity: 1; } }
</style>
<rect width="${width}" height="${height}" rx="10" fill="#151b23"/>
${frames.map((frame, index) => textOf(frame, replacedAt(frames, index))).join('\n')}
</svg>`;
}

function textOf({ line, at, text }, until) {
  const kind = line === 0 ? 'command' : until === undefined ? 'staying' : 'passing';
  const style = `animation-delay:${at}ms${until === undefined ? '' : `;animation-duration:${until - at}ms;animation-fill-mode:none`}`;
  const cut = text.length > COLUMNS ? `${text.slice(0, COLUMNS - 1)}…` : text;
  const y = MARGIN + (line + 0.75) * LINE_HEIGHT;
  const content = cut.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<text class="${kind}" style="${style}" x="${MARGIN}" y="${y}" xml:space="preserve">${content}</text>`;
}

function replacedAt(frames, index) {
  return frames.slice(index + 1).find(({ line }) => line === frames[index].line)?.at;
}

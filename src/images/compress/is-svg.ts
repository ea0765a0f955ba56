/**
 * The text that may stand before the root element, by how it begins and ends. A doctype may hold declarations in
 * brackets.
 */
const PROLOGUE: { begin: RegExp; end: string }[] = [
  { begin: /^<\?xml/i, end: '?>' },
  { begin: /^<!--/, end: '-->' },
  { begin: /^<!doctype[^>[]*\[/i, end: ']' },
  { begin: /^<!doctype/i, end: '>' },
  { begin: /^\s*>/, end: '>' },
];

/**
 * Whether the root element is `svg`. This takes one pass: a single regular expression takes forever on hostile heads.
 */
export function isSvg(head: string): boolean {
  let rest = head.replace(/^(\xef\xbb\xbf|\ufeff)/, '').trimStart();
  for (;;) {
    const part = PROLOGUE.find(({ begin }) => begin.test(rest));
    if (!part) return /^<(\w{1,64}:)?svg[\s>/]/i.test(rest);
    const end = rest.indexOf(part.end);
    if (end === -1) return false;
    rest = rest.slice(end + part.end.length).trimStart();
  }
}

const text = (value: string) => Buffer.from(value, 'latin1');
const uint32 = (...values: number[]) =>
  Buffer.concat(values.map(value => Buffer.of(value >>> 24, value >>> 16, value >>> 8, value)));
const fixed = (...values: number[]) => uint32(...values.map(value => Math.round(value * 65_536)));

/** The white that every profile refers to, D50. */
const WHITE = fixed(0.9642, 1, 0.8249);

/** Makes an ICC profile of grey whose light is its numbers to the power of `gamma` (ICC.1:2001, version 2). */
export function greyProfile(gamma: number): Buffer {
  const tags: [string, Buffer][] = [
    ['desc', Buffer.concat([text('desc'), uint32(0, 5), text('grey\0'), Buffer.alloc(79)])],
    ['wtpt', Buffer.concat([text('XYZ '), uint32(0), WHITE])],
    [
      'kTRC',
      Buffer.concat([text('curv'), uint32(0, 1), Buffer.of(Math.floor(gamma), (gamma % 1) * 256, 0, 0)]),
    ],
    ['cprt', Buffer.concat([text('text'), uint32(0), text('none')])],
  ];
  let at = 128 + 4 + 12 * tags.length;
  const table = [uint32(tags.length)];
  for (const [name, { length }] of tags) {
    table.push(text(name), uint32(at, length));
    at += length;
  }
  const header = Buffer.alloc(128);
  uint32(at).copy(header);
  uint32(0x02_20_00_00).copy(header, 8);
  text('mntrGRAYXYZ ').copy(header, 12);
  text('acsp').copy(header, 36);
  WHITE.copy(header, 68);
  return Buffer.concat([header, ...table, ...tags.map(([, body]) => body)]);
}

import { spawnSync } from 'node:child_process';
import { BlockList } from 'node:net';
import { join } from 'node:path';
import fc from 'fast-check';
import Papa from 'papaparse';
import { parseUrl } from '../../src/common/parse-url';
import { parseAllowance } from '../../src/common/outbound';
import { type AddressRules, judgeAddress } from '../../src/common/outbound/judge-address';
import { OutboundSettings } from '../../src/common/outbound/outbound.settings';
import { portOf } from '../../src/common/outbound/host-and-port';
import { parseOutboundUrl } from '../../src/common/outbound/outbound-url';
import { outputCsv } from '../../src/csv';
import { splitImageUrls } from '../../src/csv/image-urls';
import { inspect, readAll, readProducts } from '../../src/csv/spec-support';
import { LINEAR, slowdown } from '../support/slowdown';

const ROOT = join(__dirname, '..', '..');

describe('the CSV reader', () => {
  const pieces = [
    '"',
    '""',
    ',',
    ';',
    '\t',
    '|',
    '\n',
    '\r',
    '\r\n',
    ' ',
    "'",
    '=',
    '\\',
    'a',
    'é',
    '図',
    '\ufeff',
  ];
  const words = [
    'Product Name',
    'Image Urls',
    'S. No.',
    'sep=;',
    '1',
    '1.0',
    'https://a.example/1.jpg',
    '\0',
    '\u202e',
  ];
  const text = fc
    .array(fc.constantFrom(...pieces, ...words), { maxLength: 60 })
    .map(parts => parts.join(''))
    .chain(body =>
      fc.constantFrom(
        body,
        `Product Name,Image Urls\n${body}`,
        `"S. No.";Product Name;Image Urls\r\n${body}`,
      ),
    );
  const bytes = fc.oneof(
    text.map(content => Buffer.from(content)),
    text.map(content => Buffer.from(`\ufeff${content}`, 'utf16le')),
    fc.uint8Array({ maxLength: 300 }).map(content => Buffer.from(content)),
  );

  it('reads any bytes without an error, and the same however they are cut', async () => {
    await fc.assert(
      fc.asyncProperty(bytes, fc.array(fc.nat(300), { maxLength: 6 }), async (content, cuts) => {
        fc.pre(inspect(content).binary === null);
        const places = [0, ...cuts.filter(cut => cut < content.length).sort((a, b) => a - b), content.length];
        const cut = places.slice(1).map((end, index) => content.subarray(places[index], end));
        const limits = { maxRows: 5, maxImages: 20, maxUrlsPerProduct: 3, maxUrlLength: 40 };
        expect(await readAll(cut, limits)).toEqual(await readAll([content], limits));
      }),
      { numRuns: 700 },
    );
  });
});

const COMMAS = { delimiter: ',', newline: '\r\n' } as const;

describe('the CSV writer', () => {
  // Spaces around a cell do not count, and nothing is a name that is only spaces.
  const cell = fc
    .oneof(
      fc.string({ unit: 'grapheme', maxLength: 12 }),
      fc
        .array(fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', "'", '"', ',', ';', '1', 'a', ' '), {
          maxLength: 8,
        })
        .map(parts => parts.join('')),
    )
    .map(content => content.replaceAll('\0', '').trim());
  const url = fc
    .webUrl({ withQueryParameters: true })
    .filter(address => !/[\s"<>\\^`{|}]|[,;]$/.test(address) && address.length < 200);
  const product = fc.record({
    productName: cell.filter(content => content !== ''),
    imageUrls: fc.array(url, { minLength: 1, maxLength: 4 }),
    extra: fc.tuple(cell, cell),
  });

  it('writes what reads back the same, and nothing that a spreadsheet runs', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(product, { minLength: 1, maxLength: 5 }),
        fc.constantFrom(',', ';', '\t', '|'),
        async (products, d) => {
          const head = ['S. No.', 'Product Name', 'Image Urls', 'Colour', 'Size'].join(d);
          const { layout } = await readAll([`${head}\n1${d}A${d}https://a.example/1.jpg${d}${d}\n`]);
          const csv = outputCsv(layout!);
          const rows = products.map((each, index) =>
            csv.productRow({ ...each, serialNumber: index + 1 }, []),
          );
          const written = csv.header + rows.join('');
          const back = await readProducts(written);
          expect(
            back.map(({ productName, imageUrls, extra }) => ({ productName, imageUrls, extra })),
          ).toEqual(products.map(each => ({ ...each, extra: [...each.extra] })));
        },
      ),
      { numRuns: 250 },
    );
  });

  it('begins no cell as a formula', () => {
    const layout = { delimiter: ',', encoding: 'utf-8', bom: false } as const;
    fc.assert(
      fc.property(cell, cell, (name, colour) => {
        const columns = [
          { header: name, role: 'productName' },
          { header: 'Image Urls', role: 'imageUrls' },
          { header: colour, role: 'extra' },
        ] as const;
        const csv = outputCsv({ ...layout, columns: [...columns] });
        const row = csv.productRow(
          { serialNumber: 1, productName: name, imageUrls: ['https://a.example/'], extra: [colour] },
          ['=1'],
        );
        for (const written of Papa.parse<string[]>(csv.header + row, COMMAS).data.flat()) {
          const isNumber = /^[+-](\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(written);
          expect({ written, runs: /^[=+\-@\t\r]/.test(written) && !isNumber }).toEqual({
            written,
            runs: false,
          });
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('the splitter of URLs', () => {
  it('gives pieces of the cell in their order, without separators around them, and loses nothing else', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom(
            'https://a.example/1.jpg',
            'http://',
            '://',
            ',',
            ';',
            '|',
            ' ',
            '\n',
            'w_300,h_200',
            'x',
            'é',
          ),
          { maxLength: 30 },
        ),
        parts => {
          const cell = parts.join('');
          const found = splitImageUrls(cell);
          let at = 0;
          for (const piece of found) {
            const place = cell.indexOf(piece, at);
            expect(cell.slice(at, place)).toMatch(/^[\s,;|]*$/);
            expect(piece).toMatch(/^[^\s,;|](.*[^\s,;|])?$/s);
            at = place + piece.length;
          }
          expect(cell.slice(at)).toMatch(/^[\s,;|]*$/);
        },
      ),
      { numRuns: 3_000 },
    );
  });

  it.each(['://', 'a://', 'http://a,', ' , ', 'http:/', 'aaaaaaaa', '://a'])(
    'takes its time by how often %j comes, not by the square of it',
    piece => {
      const splitting = (times: number) => {
        const cell = piece.repeat(times);
        return () => splitImageUrls(cell);
      };
      expect(slowdown(2_000, splitting)).toBeLessThan(LINEAR);
    },
  );
});

describe('the address check', () => {
  const rules: AddressRules = {
    allowances: [],
    ports: new OutboundSettings().ALLOWED_PORTS,
    isOwn: () => false,
  };
  const inside = new BlockList();
  for (const [network, prefix] of [
    ['0.0.0.0', 8],
    ['10.0.0.0', 8],
    ['100.64.0.0', 10],
    ['127.0.0.0', 8],
    ['169.254.0.0', 16],
    ['172.16.0.0', 12],
    ['192.168.0.0', 16],
    ['198.18.0.0', 15],
    ['224.0.0.0', 3],
  ] as const) {
    inside.addSubnet(network, prefix);
  }
  const privateV4 = fc
    .tuple(
      fc.constantFrom(
        [10],
        [127],
        [169, 254],
        [192, 168],
        [172, 16],
        [172, 31],
        [100, 64],
        [0],
        [224],
        [255],
      ),
      fc.uint8Array({ minLength: 4, maxLength: 4 }),
    )
    .map(([start, rest]) => [...start, ...rest].slice(0, 4));
  const judge = (host: string) => {
    const url = parseOutboundUrl(`http://${host}/`);
    return judgeAddress(
      { address: url.hostname.replace(/^\[|\]$/g, ''), port: portOf(url), name: null },
      rules,
    );
  };
  const hex = (bytes: number[]) => bytes.map(byte => byte.toString(16).padStart(2, '0')).join('');
  const groups = (bytes: number[]) => hex(bytes).replace(/(.{4})(.{4})/, '$1:$2');
  const whole = (bytes: number[]) => bytes.reduce((sum, byte) => sum * 256 + byte, 0);

  const spellings: Record<string, (bytes: number[]) => string> = {
    dotted: bytes => bytes.join('.'),
    'one number': bytes => String(whole(bytes)),
    hexadecimal: bytes => `0x${hex(bytes)}`,
    octal: bytes => bytes.map(byte => `0${byte.toString(8)}`).join('.'),
    mixed: ([a, b, ...rest]) => `0x${a!.toString(16)}.0${b!.toString(8)}.${whole(rest)}`,
    'two numbers': ([a, ...rest]) => `${a}.${whole(rest)}`,
    'full-width digits': bytes =>
      bytes.join('.').replace(/\d/g, digit => String.fromCharCode(0xff10 + Number(digit))),
    'ideographic stops': bytes => bytes.join('。'),
    percent: bytes => bytes.join('.').replace(/\d/g, digit => `%3${digit}`),
    mapped: bytes => `[::ffff:${bytes.join('.')}]`,
    'mapped in hexadecimal': bytes => `[::FFFF:${groups(bytes)}]`,
    translated: bytes => `[::ffff:0:${groups(bytes)}]`,
    compatible: bytes => `[::${groups(bytes)}]`,
    NAT64: bytes => `[64:ff9b::${groups(bytes)}]`,
    'local NAT64': bytes => `[64:ff9b:1::${groups(bytes)}]`,
    '6to4': bytes => `[2002:${groups(bytes)}::1]`,
    Teredo: bytes => `[2001:0:${groups(bytes)}::]`,
    'Teredo client': bytes => `[2001:0:808:808:0:0:${groups(bytes.map(byte => byte ^ 0xff))}]`,
  };

  it.each(Object.keys(spellings))('blocks any inner address spelled as %s', spelling => {
    fc.assert(
      fc.property(privateV4, bytes => {
        expect(judge(spellings[spelling]!(bytes))).toBe('blocked');
      }),
      { numRuns: 200 },
    );
  });

  it('calls no address public that is inside', () => {
    fc.assert(
      fc.property(fc.ipV4(), address => {
        if (judge(address) === 'public') expect(inside.check(address)).toBe(false);
      }),
      { numRuns: 5_000 },
    );
  });

  it('calls no IPv6 address public but of global unicast', () => {
    fc.assert(
      fc.property(fc.ipV6(), address => {
        const url = `[${address}]`;
        if (parseUrl(`http://${url}/`) && judge(url) === 'public') {
          expect(new URL(`http://${url}/`).hostname).toMatch(/^\[[23]/);
        }
      }),
      { numRuns: 5_000 },
    );
  });

  it('reads any allowance, or says that it cannot', () => {
    fc.assert(
      fc.property(fc.string(), text => void parseAllowance(text)),
      { numRuns: 5_000 },
    );
  });
});

it('damaged pictures end in a known way, within their time, and never the process', () => {
  const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
  const { status, signal, stdout, stderr } = spawnSync(
    process.execPath,
    ['-r', '@swc-node/register', 'test/support/fuzz-images.ts', String(seed), '4000'],
    { cwd: ROOT, encoding: 'utf8', timeout: 60_000, killSignal: 'SIGKILL', maxBuffer: 100_000_000 },
  );
  const lines = stdout.trim().split('\n');
  const last = { seed, status, signal, last: lines.at(-1), stderr };
  expect(last).toEqual({ seed, status: 0, signal: null, last: 'done', stderr });
  const ends = lines
    .slice(0, -1)
    .map(line => JSON.parse(line) as { round: number; end?: string; ms?: number });
  const known =
    /^(compressed|kept_original|corrupt_image|not_an_image|unsupported_format|too_many_pixels|too_many_frames|empty_body)$/;
  expect(
    ends.filter(({ end }) => end !== undefined && !known.test(end)).map(end => ({ seed, ...end })),
  ).toEqual([]);
  expect(Math.max(...ends.map(({ ms = 0 }) => ms))).toBeLessThan(10_000);
  expect(ends.length).toBeGreaterThan(200);
});

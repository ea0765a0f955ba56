import { parseCommandLine, UsageError } from './command-line';

describe('the command line', () => {
  it.each([
    ['', { name: 'help' }],
    ['run --help', { name: 'help' }],
    ['help', { name: 'help' }],
    ['--version', { name: 'version' }],
    [
      'run a.csv --out there --quality 70 --max-width=800 --on-invalid skip --allow-private-host a --allow-private-host b:80',
      {
        name: 'run',
        file: 'a.csv',
        out: 'there',
        fields: { quality: '70', max_width: '800', on_invalid: 'skip' },
        privateHosts: ['a', 'b:80'],
      },
    ],
    [
      'upload a.csv --url http://s --key k --webhook-url http://w --wait',
      {
        name: 'upload',
        file: 'a.csv',
        fields: { webhook_url: 'http://w' },
        service: { url: 'http://s', key: 'k' },
        idempotencyKey: undefined,
        wait: true,
      },
    ],
    [
      'upload a.csv --url http://s --idempotency-key nightly-7',
      {
        name: 'upload',
        file: 'a.csv',
        fields: {},
        service: { url: 'http://s', key: undefined },
        idempotencyKey: 'nightly-7',
        wait: false,
      },
    ],
    [
      'status 1 --url http://s --json',
      { name: 'status', id: '1', service: { url: 'http://s', key: undefined }, json: true },
    ],
    [
      'download 1 -o there --url http://s --csv-only',
      {
        name: 'download',
        id: '1',
        out: 'there',
        service: { url: 'http://s', key: undefined },
        csvOnly: true,
        partial: false,
      },
    ],
    [
      'download 1 --url https://s --partial',
      {
        name: 'download',
        id: '1',
        out: '.',
        service: { url: 'https://s', key: undefined },
        csvOnly: false,
        partial: true,
      },
    ],
  ])('%s', (line, command) => {
    expect(parseCommandLine(line.split(' ').filter(Boolean))).toEqual(command);
  });

  it('takes a key from a file with line breaks round it', () => {
    expect(parseCommandLine(['status', '1', '--url', 'http://s', '--key', 'k\r\n'])).toMatchObject({
      service: { key: 'k' },
    });
  });

  it.each([
    ['walk', 'There is no command "walk".'],
    ['run --out there', 'darkroom run takes one CSV file.'],
    ['run a.csv b.csv --out there', 'darkroom run takes one CSV file.'],
    ['run a.csv', 'darkroom run needs a folder: --out <folder>.'],
    ['run a.csv --out=', 'darkroom run needs a folder: --out <folder>.'],
    ['run a.csv --out there --wait', "Unknown option '--wait'."],
    ['status', 'darkroom status takes one request id.'],
    ['status ', 'darkroom status takes one request id.'],
    ['upload a.csv --quality', "Option '--quality <value>' argument missing."],
    ['upload a.csv --quality -5', /^Option '--quality' argument is ambiguous\.$/],
    ...['clé', 'first\nsecond'].map(key => [
      `status 1 --url http://s --key ${key}`,
      /^--key must be the key alone: ASCII characters without spaces or line breaks\.$/,
    ]),
    ...['', 'é', 'k'.repeat(256)].map(key => [
      `upload a.csv --idempotency-key=${key}`,
      '--idempotency-key must be 1 to 255 ASCII characters without spaces.',
    ]),
    ...['localhost:3000', 'images.example.com', 'ftp://images.example.com', 'http://', ''].map(url => [
      `status 1 --url=${url}`,
      "--url must be the service's address, such as http://localhost:3000.",
    ]),
  ] as [string, string | RegExp][])('%s is refused: %s', (line, message) => {
    expect(() => parseCommandLine(line.split(' '))).toThrow(UsageError);
    expect(() => parseCommandLine(line.split(' '))).toThrow(message);
  });

  describe('with DARKROOM_URL', () => {
    beforeEach(() => void jest.replaceProperty(process, 'env', { DARKROOM_URL: 'images.example.com' }));
    afterEach(() => jest.restoreAllMocks());

    it('names it when that is no address', () => {
      expect(() => parseCommandLine(['status', '1'])).toThrow(
        "DARKROOM_URL must be the service's address, such as http://localhost:3000.",
      );
    });

    it('does not look at it where it is not used', () => {
      expect(parseCommandLine(['status', '1', '--url', 'http://s'])).toMatchObject({
        service: { url: 'http://s' },
      });
      expect(parseCommandLine(['run', 'a.csv', '--out', 'there'])).toMatchObject({ name: 'run' });
    });
  });
});

/**
 * A store that fails, by a proxy before a real one. Switched off to see it fail: going on where a connection broke
 * (`resumableRead`), discarding the parts of an upload that failed, the look at the errors of a removal, the time
 * limits.
 */
import { access, writeFile } from 'node:fs/promises';
import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { loadSettings } from '../../src/common/settings';
import { NotStoredError, StorageError, StorageSettings } from '../../src/storage';
import { openS3Storage, type S3Storage } from '../../src/storage/s3/s3.storage';
import { type Fault, type FaultyProxy, startFaultyProxy } from '../support/faulty-proxy';
import { S3Server } from '../support/s3-server';
import { removeTemporaryFolder, temporaryFolder } from '../support/temporary-folder';
import { until } from '../support/until';

const MIB = 2 ** 20;
const CONTENT = randomBytes(3 * MIB);
/** What a store calls this content when it came in one piece. */
const ETAG = `"${createHash('md5').update(CONTENT).digest('hex')}"`;
const IMPATIENT = { connectMs: 1_000, silenceMs: 1_000, answerMs: 3_000, attempts: 3 };
/** For what takes its time on a machine that is busy. */
const PATIENT = { ...IMPATIENT, silenceMs: 20_000, answerMs: 60_000 };
const BROKEN: Fault = { kind: 'answer', status: 500 };

let folder: string;
let server: S3Server;
let proxy: FaultyProxy;
let storage: S3Storage;

beforeAll(async () => {
  [folder, server] = await Promise.all([temporaryFolder(), S3Server.start()]);
  proxy = await startFaultyProxy(server.endpoint);
  storage = openS3Storage(settings(), IMPATIENT);
  await storage.put('kept', CONTENT);
});
afterAll(async () => {
  await proxy.close();
  await Promise.all([server.remove(), removeTemporaryFolder(folder)]);
});
beforeEach(() => {
  proxy.calls.length = 0;
});
afterEach(() => {
  proxy.faults = () => null;
});

const settings = (env: Record<string, string> = {}) =>
  loadSettings(StorageSettings, { ...server.settings(proxy.url), ...env });

/** The next so many calls that fit go wrong. */
function failing(
  fault: Fault,
  times: number,
  fits: (call: { method: string; path: string }) => boolean = () => true,
) {
  let left = times;
  proxy.faults = call => (fits(call) && left-- > 0 ? fault : null);
}

const failureOf = (action: Promise<unknown>) =>
  action.then(
    () => null,
    (error: unknown) => error,
  );

describe('a store that is in trouble', () => {
  it('is asked again, and nobody notices', async () => {
    failing(BROKEN, 2);
    await storage.put('images/a', Buffer.from('a'));
    failing({ kind: 'answer', status: 503 }, 1);
    expect(await storage.size('images/a')).toBe(1);
    failing({ kind: 'silence' }, 1);
    await storage.remove(['images/a']);
    await expect(storage.size('images/a')).rejects.toThrow(NotStoredError);
  });

  it('is given up after a few times, as something that may go better later', async () => {
    failing(BROKEN, 100);
    const failure = await failureOf(storage.put('images/b', Buffer.from('b')));
    expect(failure).toBeInstanceOf(StorageError);
    expect(failure).toMatchObject({ isRefusal: false });
    expect(proxy.calls).toHaveLength(IMPATIENT.attempts);
  });

  it('may not keep anybody waiting for ever', async () => {
    failing({ kind: 'silence' }, 100);
    const began = Date.now();
    expect(await failureOf(storage.read('kept'))).toMatchObject({ name: 'StorageError', isRefusal: false });
    expect(Date.now() - began).toBeLessThan(10_000);
  });

  it('that has gone away is no key that is missing', async () => {
    await server.kill();
    expect(await failureOf(storage.size('kept'))).toMatchObject({ name: 'StorageError', isRefusal: false });
    expect(await failureOf(storage.probe())).toMatchObject({ isRefusal: false });
    await server.start();
    expect(await storage.size('kept')).toBe(CONTENT.length);
  });
});

describe('a store that refuses', () => {
  it.each([
    ['a key that it does not know', { S3_ACCESS_KEY_ID: 'unknown' }],
    ['a bucket that does not exist', { S3_BUCKET: 'not-there' }],
  ])('%s is known as such, so that the start can say so', async (_what, env) => {
    const failure = await failureOf(openS3Storage(settings(env), IMPATIENT).probe());
    expect(failure).toMatchObject({ name: 'StorageError', isRefusal: true });
  });

  it('a signature is known as such too', async () => {
    const body = '<Error><Code>SignatureDoesNotMatch</Code><Message>m</Message></Error>';
    failing({ kind: 'answer', status: 403, body }, 100);
    expect(await failureOf(storage.probe())).toMatchObject({
      message: 'S3: could not store probe: SignatureDoesNotMatch',
      isRefusal: true,
    });
  });
});

describe('something else where the store should be', () => {
  it('is a refusal, with the status for the operator', async () => {
    failing({ kind: 'answer', status: 404 }, 100);
    expect(await failureOf(storage.probe())).toMatchObject({
      message: 'S3: could not store probe: NotFound',
      isRefusal: true,
    });
    failing({ kind: 'answer', status: 403, body: '<html><p>Log in' }, 100);
    expect(await failureOf(storage.probe())).toMatchObject({
      message: 'S3: could not store probe: status 403',
      isRefusal: true,
    });
  });
});

describe('a read', () => {
  const isGet = ({ method }: { method: string }) => method === 'GET';

  it.each(['cut', 'stall'] as const)('goes on where its connection was broken (%s)', async kind => {
    failing({ kind, afterBytes: MIB }, 2, isGet);
    expect(CONTENT.equals(await buffer(await storage.read('kept')))).toBe(true);
    const ranges = proxy.calls.map(({ headers }) => headers.range);
    expect(ranges[0]).toBeUndefined();
    expect(ranges.slice(1).every(range => /^bytes=[1-9]\d*-$/.test(range ?? ''))).toBe(true);
    expect(proxy.calls.at(-1)?.headers['if-match']).toBe(ETAG);
  });

  it('of a range goes on within it', async () => {
    failing({ kind: 'cut', afterBytes: 1_000 }, 1, isGet);
    const range = { start: 100, end: 2 * MIB };
    expect(CONTENT.subarray(100, 2 * MIB + 1).equals(await buffer(await storage.read('kept', range)))).toBe(
      true,
    );
    expect(proxy.calls.map(({ headers }) => headers.range)).toEqual([
      `bytes=100-${2 * MIB}`,
      expect.stringMatching(new RegExp(`^bytes=\\d{3,}-${2 * MIB}$`)),
    ]);
  });

  it('outlives a server that is killed in the middle and comes back', async () => {
    failing({ kind: 'stall', afterBytes: MIB }, 1, isGet);
    const stream = await storage.read('kept');
    const whole = buffer(stream);
    await until('something came', () => stream.readableFlowing !== null);
    await server.kill();
    await server.start();
    expect(CONTENT.equals(await whole)).toBe(true);
  });

  it('fails in the end, and does not end as if it were whole', async () => {
    failing({ kind: 'cut', afterBytes: 1_000 }, 100, isGet);
    await expect(buffer(await storage.read('kept'))).rejects.toThrow();
  });

  it('that nobody wants any more lets its connection go', async () => {
    failing({ kind: 'stall', afterBytes: 10 }, 100, isGet);
    const stream = await storage.read('kept');
    const reading = failureOf(buffer(stream));
    stream.destroy();
    await reading;
    const calls = proxy.calls.length;
    proxy.faults = () => null;
    expect(await storage.size('kept')).toBe(CONTENT.length);
    expect(proxy.calls).toHaveLength(calls + 1);
  });
});

describe('an upload in parts', () => {
  let patient: S3Storage;
  beforeAll(() => {
    patient = openS3Storage(settings(), PATIENT);
  });
  const isPart = ({ method, path }: { method: string; path: string }) =>
    method === 'PUT' && path.includes('partNumber=2');
  const isEnd = ({ method, path }: { method: string; path: string }) =>
    method === 'POST' && path.includes('uploadId=');

  async function file(): Promise<string> {
    const path = join(folder, 'source');
    await writeFile(path, Buffer.alloc(18 * MIB, 'x'));
    return path;
  }

  it('sends a part again that failed', async () => {
    failing(BROKEN, 2, isPart);
    await patient.putFile('sources/parts', await file());
    expect(await patient.size('sources/parts')).toBe(18 * MIB);
  });

  it.each([
    ['a part', isPart],
    ['the last call', isEnd],
  ])('whose %s fails for good is discarded, and the file stays where it was', async (_what, fits) => {
    const path = await file();
    failing(BROKEN, 100, fits);
    expect(await failureOf(patient.putFile('sources/failed', path))).toMatchObject({
      name: 'StorageError',
      isRefusal: false,
    });
    await access(path);
    const discarded = proxy.calls.filter(call => call.method === 'DELETE' && call.path.includes('uploadId='));
    expect(discarded.length).toBeGreaterThan(0);
    await expect(patient.size('sources/failed')).rejects.toThrow(NotStoredError);
  });
});

describe('a removal', () => {
  const answer = (code: string): Fault => ({
    kind: 'answer',
    status: 200,
    body: `<DeleteResult><Error><Key>a</Key><Code>${code}</Code><Message>m</Message></Error></DeleteResult>`,
  });

  it('that left a key behind fails, though the call as such went well', async () => {
    failing(answer('InternalError'), 1);
    await expect(storage.remove(['a', 'b'])).rejects.toThrow('1 of 2 keys could not be removed');
    failing(answer('NoSuchKey'), 1);
    await storage.remove(['a', 'b']);
  });

  it('carries the checksum that every store knows', async () => {
    await storage.remove(['a']);
    const [call] = proxy.calls;
    expect(call?.headers['content-md5']).toMatch(/^[\w+/]{22}==$/);
    expect(call?.headers.authorization).toContain('content-md5;');
    expect(JSON.stringify(call?.headers)).not.toContain('checksum');
  });
});

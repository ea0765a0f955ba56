import type { LookupAddress } from 'node:dns';
import type { RequestListener } from 'node:http';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import {
  type Allowance,
  OutboundClient,
  OutboundSettings,
  OwnListeners,
  parseAllowance,
} from '../../src/common/outbound';
import { Deadline } from '../../src/common/concurrency';
import { BodyBudget, FetchSettings, HostSlots, ImageFetcher, NoRoomError } from '../../src/images/fetch';
import type { ImageFailure } from '../../src/images/image-failure';
import { type Origin, startOrigin } from '../support/origin';
import { until } from '../support/until';

const MIB = 1024 ** 2;
const clients: OutboundClient[] = [];

interface Arrangement extends Partial<FetchSettings> {
  allowed?: string[];
  budget?: BodyBudget;
  names?: Record<string, string>;
}

function fetcherWith({
  allowed = ['127.0.0.0/8'],
  budget,
  names = {},
  ...limits
}: Arrangement = {}): ImageFetcher {
  const outbound = new OutboundSettings();
  outbound.ALLOWED_PRIVATE_HOSTS = allowed.map(entry => parseAllowance(entry) as Allowance);
  const resolve = (name: string): Promise<LookupAddress[]> => {
    const address = names[name];
    return address ? Promise.resolve([{ address, family: 4 }]) : Promise.reject(new Error('no such name'));
  };
  const client = new OutboundClient(outbound, new OwnListeners(), { resolve });
  clients.push(client);
  const settings = Object.assign(new FetchSettings(), limits);
  const slots = new HostSlots(settings.DOWNLOADS_PER_HOST, 64);
  return new ImageFetcher(client, budget ?? new BodyBudget(100 * MIB), slots, settings);
}

const redirectTo =
  (location: string): RequestListener =>
  (_request, response) =>
    void response.writeHead(302, { location }).end();

const answerWith =
  (status: number, headers: Record<string, string> = {}, body?: Buffer): RequestListener =>
  (_request, response) =>
    void response.writeHead(status, headers).end(body);

const picture = Buffer.alloc(300_000, 'picture ');

describe('ImageFetcher', () => {
  let origin: Origin;
  let open: Set<Socket>;

  beforeEach(async () => {
    origin = await startOrigin();
    open = new Set();
  });

  afterEach(async () => {
    clients.splice(0).forEach(client => client.close());
    await origin.close();
  });

  /** A server that writes these bytes to whoever connects, and then does what it is told. */
  async function startRaw(bytes: string, then: (socket: Socket) => void = () => undefined): Promise<string> {
    const server = createServer(socket => {
      open.add(socket.on('close', () => open.delete(socket)).on('error', () => undefined));
      socket.once('data', () => socket.write(bytes, () => then(socket)));
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    server.unref();
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/a.jpg`;
  }
  const nothingIsOpen = () => until('every connection is closed', () => open.size === 0);

  describe('what it brings', () => {
    it('is the body, byte for byte, when its length is announced', async () => {
      origin.serve('/a', picture);
      const fetched = await fetcherWith().fetch(origin.url('/a'));
      expect(fetched.body.equals(picture)).toBe(true);
    });

    it.each<[string, string, Buffer]>([
      ['chunked', '', picture],
      ['gzip', 'gzip', gzipSync(picture)],
      ['deflate', 'deflate', deflateSync(picture)],
      ['br', 'br', brotliCompressSync(picture)],
      ['gzip, br', 'gzip, br', brotliCompressSync(gzipSync(picture))],
      ['a coding that does not exist', 'aws-chunked', picture],
    ])('is the decoded body when it comes as %s', async (_what, coding, bytes) => {
      const headers: Record<string, string> = coding ? { 'content-encoding': coding } : {};
      origin.serve('/a', (_request, response) => {
        response.writeHead(200, headers).write(bytes.subarray(0, 1000));
        response.end(bytes.subarray(1000));
      });
      const fetched = await fetcherWith().fetch(origin.url('/a'));
      expect(fetched.body.equals(picture)).toBe(true);
    });

    it('is found where redirects lead, from host to host', async () => {
      origin.serve('/a', redirectTo(`http://cdn.test:${origin.host.split(':')[1]}/b`));
      origin.serve('/b', redirectTo('c#part'));
      origin.serve('/c', picture);
      const fetched = await fetcherWith({ names: { 'cdn.test': '127.0.0.1' } }).fetch(origin.url('/a'));
      expect(fetched.body).toHaveLength(picture.length);
      const [last] = origin.requests('/c');
      expect(last?.headers.host).toBe(`cdn.test:${origin.host.split(':')[1]}`);
    });

    it('comes over one connection when one image follows another', async () => {
      const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';
      const url = await startRaw(ok, socket => void socket.on('data', () => socket.write(ok)));
      const fetcher = fetcherWith();
      for (let image = 0; image < 3; image++) await fetcher.fetch(url);
      expect(open.size).toBe(1);
    });
  });

  describe('what it refuses', () => {
    it.each([
      ['a URL that is none', 'shop/a.jpg', 'invalid_url'],
      ['another scheme', 'unix:/var/run/docker.sock', 'invalid_url'],
      ['a private address', 'http://10.0.0.1/a.jpg', 'address_blocked'],
      ['a name that is not there', 'http://nowhere.test/a.jpg', 'dns_failed'],
      ['a port that nobody listens on', 'http://127.0.0.1:1999/a.jpg', 'connect_failed'],
    ])('is %s', async (_what, url, code) => {
      await expect(fetcherWith().fetch(url)).rejects.toMatchObject({ name: 'ImageFailure', code });
    });

    it.each([
      ['a private address', 'http://10.0.0.1/a.jpg', 'address_blocked'],
      ['metadata', 'http://169.254.169.254/latest', 'address_blocked'],
      ['a name that leads to a private address', 'http://inside.test/a.jpg', 'address_blocked'],
      ['a port that is not allowed', 'http://127.0.0.1:22/', 'address_blocked'],
      ['another scheme', 'file:///etc/passwd', 'invalid_url'],
      ['a URL with a password', 'http://user:secret@127.0.0.1/', 'invalid_url'],
      ['what is no URL', 'http://[', 'invalid_url'],
    ])('is a redirect to %s', async (_what, location, code) => {
      origin.serve('/a', redirectTo(location));
      const fetch = fetcherWith({ names: { 'inside.test': '10.0.0.1' } }).fetch(origin.url('/a'));
      await expect(fetch).rejects.toMatchObject({ code });
    });

    it('is a redirect from an allowed port to another of the same host', async () => {
      const other = await startOrigin();
      origin.serve('/a', redirectTo(other.url('/b')));
      const fetch = fetcherWith({ allowed: [origin.host] }).fetch(origin.url('/a'));
      await expect(fetch).rejects.toMatchObject({ code: 'address_blocked' });
      expect(other.requests()).toEqual([]);
      await other.close();
    });

    it('is a circle of redirects, at once', async () => {
      origin.serve('/a', redirectTo('/b'));
      origin.serve('/b', redirectTo('/a#again'));
      await expect(fetcherWith().fetch(origin.url('/a'))).rejects.toMatchObject({
        code: 'too_many_redirects',
      });
      expect(origin.requests()).toHaveLength(2);
    });

    it('is the sixth redirect, not the fifth', async () => {
      for (let hop = 0; hop < 6; hop++) origin.serve(`/${hop}`, redirectTo(`/${hop + 1}`));
      origin.serve('/6', picture);
      await expect(fetcherWith().fetch(origin.url('/0'))).rejects.toMatchObject({
        code: 'too_many_redirects',
      });
      await expect(fetcherWith().fetch(origin.url('/1'))).resolves.toMatchObject({ body: picture });
    });

    it('is an error of the server, and says which and when to come back', async () => {
      origin.serve('/a', answerWith(429, { 'retry-after': '7' }));
      await expect(fetcherWith().fetch(origin.url('/a'))).rejects.toMatchObject({
        code: 'http_status',
        origin: { httpStatus: 429, retryAfterMs: 7_000 },
      });
    });

    it.each<[string, RequestListener, string[], string]>([
      ['with an image', answerWith(200, {}, picture), ['a', 'b'], 'fulfilled'],
      ['with an error', answerWith(404), ['a', 'b'], 'rejected'],
      [
        'with half an image',
        answerWith(200, { 'content-encoding': 'gzip' }, picture),
        ['a', 'b'],
        'rejected',
      ],
      ['with a wish to slow down', answerWith(429), ['a'], 'rejected'],
      ['not at all', (_request, response) => void response.destroy(), ['a'], 'rejected'],
    ])(
      'tells which hosts let it through, where the second answers %s',
      async (_what, second, hosts, status) => {
        const port = origin.host.split(':')[1];
        origin.serve('/a', redirectTo(`http://b.test:${port}/b`));
        origin.serve('/b', second);
        const letThrough = new Set<string>();
        const names = { 'a.test': '127.0.0.1', 'b.test': '127.0.0.1' };
        const fetch = fetcherWith({ names }).fetch(`http://a.test:${port}/a`, { letThrough });
        const [result] = await Promise.allSettled([fetch]);
        expect(result.status).toBe(status);
        expect([...letThrough]).toEqual(hosts.map(name => `${name}.test:${port}`));
      },
    );

    it('does not call it let through when a host redirects to itself and then asks to slow down', async () => {
      origin.serve('/a', redirectTo('/b'));
      origin.serve('/b', answerWith(429));
      const letThrough = new Set<string>();
      await expect(fetcherWith().fetch(origin.url('/a'), { letThrough })).rejects.toMatchObject({
        code: 'http_status',
      });
      expect([...letThrough]).toEqual([]);
    });

    it.each(['604800', '9999999999'])('is believed for an hour at the most: %s s', async seconds => {
      origin.serve('/a', answerWith(503, { 'retry-after': seconds }));
      const fetcher = fetcherWith();
      const refused = () => fetcher.fetch(origin.url('/a')).catch((failure: ImageFailure) => failure.origin);
      expect(await refused()).toEqual({
        host: origin.host,
        httpStatus: 503,
        retryAfterMs: Number(seconds) * 1_000,
      });
      const { httpStatus, retryAfterMs } = (await refused()) as ImageFailure['origin'];
      expect(httpStatus).toBe(429);
      expect(retryAfterMs).toBeLessThanOrEqual(3_600_000);
      expect(origin.requests()).toHaveLength(1);
    });

    it.each<[string, RequestListener]>([
      ['announced', answerWith(200, { 'content-length': '0' })],
      ['chunked', answerWith(200, { 'transfer-encoding': 'chunked' })],
      ['gzipped', answerWith(200, { 'content-encoding': 'gzip' }, gzipSync(''))],
      ['a 204', answerWith(204)],
    ])('is an empty body: %s', async (_what, answer) => {
      origin.serve('/a', answer);
      await expect(fetcherWith().fetch(origin.url('/a'))).rejects.toMatchObject({ code: 'empty_body' });
    });

    it.each<[string, string, Buffer]>([
      ['what is not gzip', 'gzip', picture],
      ['gzip that is cut off', 'gzip', gzipSync(picture).subarray(0, 400)],
      ['what is not brotli', 'br', picture],
      ['what is encoded three times', 'gzip, gzip, gzip', gzipSync(gzipSync(gzipSync(picture)))],
    ])('is %s', async (_what, coding, bytes) => {
      origin.serve('/a', answerWith(200, { 'content-encoding': coding }, bytes));
      await expect(fetcherWith().fetch(origin.url('/a'))).rejects.toMatchObject({ code: 'corrupt_image' });
    });
  });

  describe('what is too large', () => {
    it('is refused by its announced length, before anything is read', async () => {
      const budget = new BodyBudget(10 * MIB);
      const url = await startRaw('HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n');
      const fetch = fetcherWith({ MAX_IMAGE_BYTES: 1000, budget }).fetch(url);
      await expect(fetch).rejects.toMatchObject({ code: 'too_large' });
      await nothingIsOpen();
      expect(budget.usedBytes).toBe(0);
    });

    it('is cut off where it grows past the limit without an announcement, even if it never ends', async () => {
      const budget = new BodyBudget(10 * MIB);
      const write = (socket: Socket): boolean =>
        socket.writable && socket.write('x'.repeat(MIB), () => write(socket));
      const url = await startRaw('HTTP/1.1 200 OK\r\n\r\n', write);
      const fetch = fetcherWith({ MAX_IMAGE_BYTES: 3 * MIB, budget }).fetch(url);
      await expect(fetch).rejects.toMatchObject({ code: 'too_large' });
      await nothingIsOpen();
      expect(budget.usedBytes).toBe(0);
    });

    const zeros = Buffer.alloc(64 * MIB);
    it.each<[string, Buffer]>([
      ['gzip', gzipSync(zeros)],
      ['br', brotliCompressSync(zeros, { params: { 1: 3 } })],
      ['gzip, gzip', gzipSync(gzipSync(zeros))],
    ])('is cut off when a small %s body unfolds', async (coding, bomb) => {
      const budget = new BodyBudget(10 * MIB);
      origin.serve('/a', answerWith(200, { 'content-encoding': coding }, bomb));
      const fetch = fetcherWith({ MAX_IMAGE_BYTES: MIB, budget }).fetch(origin.url('/a'));
      await expect(fetch).rejects.toMatchObject({ code: 'too_large' });
      expect(budget.usedBytes).toBe(0);
    });

    it('is not what has exactly the limit', async () => {
      origin.serve('/a', Buffer.alloc(1000));
      expect((await fetcherWith({ MAX_IMAGE_BYTES: 1000 }).fetch(origin.url('/a'))).body).toHaveLength(1000);
    });
  });

  describe('a connection that misbehaves', () => {
    it.each<[string, string, (socket: Socket) => void]>([
      ['is reset in the middle', 'Content-Length: 100\r\n\r\nabc', socket => socket.resetAndDestroy()],
      ['ends before the announced length', 'Content-Length: 100\r\n\r\nabc', socket => socket.end()],
      [
        'ends in the middle of a chunk',
        'Transfer-Encoding: chunked\r\n\r\n64\r\nabc',
        socket => socket.end(),
      ],
      [
        'ends in the middle of gzip',
        'Content-Encoding: gzip\r\nContent-Length: 99\r\n\r\n\x1f',
        socket => socket.end(),
      ],
      ['announces two lengths', 'Content-Length: 3\r\nContent-Length: 4\r\n\r\nabc', () => undefined],
    ])('fails with connect_failed when it %s', async (_what, answer, then) => {
      const budget = new BodyBudget(10 * MIB);
      const url = await startRaw(`HTTP/1.1 200 OK\r\n${answer}`, then);
      await expect(fetcherWith({ budget }).fetch(url)).rejects.toMatchObject({ code: 'connect_failed' });
      await nothingIsOpen();
      expect(budget.usedBytes).toBe(0);
    });

    it('brings what was announced when more follows', async () => {
      const url = await startRaw('HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcdef');
      expect((await fetcherWith().fetch(url)).body.toString()).toBe('abc');
    });

    it.each([
      ['never answers', ''],
      ['answers and sends nothing', 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n'],
    ])('fails with timeout when it %s', async (_what, answer) => {
      const url = await startRaw(answer);
      await expect(fetcherWith({ DOWNLOAD_TIMEOUT_MS: 100 }).fetch(url)).rejects.toMatchObject({
        code: 'timeout',
      });
      await nothingIsOpen();
    });

    it('fails with timeout when it drips, however steadily', async () => {
      const budget = new BodyBudget(10 * MIB);
      const drip = (socket: Socket) => {
        const timer = setInterval(() => socket.write('.'), 10);
        socket.on('close', () => clearInterval(timer));
      };
      const url = await startRaw('HTTP/1.1 200 OK\r\n\r\n', drip);
      const fetch = fetcherWith({ DOWNLOAD_TIMEOUT_MS: 150, budget }).fetch(url);
      await expect(fetch).rejects.toMatchObject({ code: 'timeout' });
      await nothingIsOpen();
      expect(budget.usedBytes).toBe(0);
    });
  });

  describe('waiting', () => {
    it('for memory does not count as time of the origin, and ends when room is given back', async () => {
      origin.serve('/a', picture);
      const budget = new BodyBudget(picture.length);
      const fetcher = fetcherWith({ budget, DOWNLOAD_TIMEOUT_MS: 150 });
      const first = await fetcher.fetch(origin.url('/a'));
      let second: unknown;
      const later = fetcher.fetch(origin.url('/a')).then(fetched => (second = fetched));
      const asked = Date.now();
      await until(
        'the second has waited for longer than a download may take',
        () => Date.now() > asked + 300,
      );
      expect(second).toBeUndefined();
      first.release();
      (await later).release();
      expect(budget.usedBytes).toBe(0);
    });

    it('for memory does not count as time of the attempt around it either', async () => {
      origin.serve('/a', picture);
      const fetcher = fetcherWith({ budget: new BodyBudget(picture.length) });
      const first = await fetcher.fetch(origin.url('/a'));
      const attempt = new Deadline(150, () => new Error('the attempt took too long'));
      const later = fetcher.fetch(origin.url('/a'), { within: attempt });
      await until('the second was asked for', () => origin.requests('/a').length === 2);
      const asked = Date.now();
      await until('it has waited for longer than an attempt may take', () => Date.now() > asked + 300);
      first.release();
      (await later).release();
      attempt.end();
    });

    it('for memory for longer than the host puts up with is not held against the image', async () => {
      const picture = Buffer.alloc(10 * MIB);
      origin.serve('/a', picture);
      const budget = new BodyBudget(picture.length);
      const fetcher = fetcherWith({ budget });
      const first = await fetcher.fetch(origin.url('/a'));
      let lost = false;
      origin.serve('/impatient', (_request, response) => {
        response.writeHead(200, { 'content-length': picture.length }).write(picture.subarray(0, MIB));
        response.once('close', () => (lost = true));
        setTimeout(() => response.destroy(), 1_100);
      });
      const cutOff = fetcher.fetch(origin.url('/impatient')).catch((error: unknown) => error);
      await until('the host has hung up', () => lost);
      first.release();
      expect(await cutOff).toBeInstanceOf(NoRoomError);
      expect(budget.usedBytes).toBe(0);
    });

    it('for memory ends with the signal, whose reason it gives', async () => {
      origin.serve('/a', picture);
      const fetcher = fetcherWith({ budget: new BodyBudget(picture.length) });
      await fetcher.fetch(origin.url('/a'));
      const lease = new AbortController();
      const second = fetcher.fetch(origin.url('/a'), { within: lease.signal });
      await until('the second was asked for', () => origin.requests('/a').length === 2);
      lease.abort(new Error('the lease was lost'));
      await expect(second).rejects.toThrow('the lease was lost');
    });

    it('for a turn at the host keeps the limit and does not count as time of the origin', async () => {
      let now = 0;
      let most = 0;
      origin.serve('/a', (_request, response) => {
        most = Math.max(most, ++now);
        setTimeout(() => void (now--, response.end(picture)), 60);
      });
      const fetcher = fetcherWith({ DOWNLOADS_PER_HOST: 2, DOWNLOAD_TIMEOUT_MS: 200 });
      const all = await Promise.all(Array.from({ length: 10 }, () => fetcher.fetch(origin.url('/a'))));
      expect(all).toHaveLength(10);
      expect(most).toBe(2);
    });

    it('many at once in little memory all arrive, of known length or not', async () => {
      origin.serve('/known', picture);
      origin.serve('/unknown', answerWith(200, { 'transfer-encoding': 'chunked' }, picture));
      const budget = new BodyBudget(2 * picture.length);
      const fetcher = fetcherWith({ budget });
      const fetch = async (index: number) => {
        const fetched = await fetcher.fetch(origin.url(index % 2 ? '/known' : '/unknown'));
        expect(fetched.body.equals(picture)).toBe(true);
        fetched.release();
      };
      await Promise.all(Array.from({ length: 60 }, (_, index) => fetch(index)));
      expect(budget.usedBytes).toBe(0);
    });
  });
});

import { execFileSync } from 'node:child_process';
import type { LookupAddress } from 'node:dns';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import {
  type Allowance,
  OutboundClient,
  type OutboundError,
  type OutboundOptions,
  type OutboundRequest,
  OutboundSettings,
  OwnListeners,
  parseAllowance,
} from '../../src/common/outbound';
import { CONCURRENT_LOOKUPS } from '../../src/common/outbound/concurrent-lookups';
import { type Origin, startOrigin } from '../support/origin';
import { until } from '../support/until';

const clients: OutboundClient[] = [];

function clientWith(
  allowed: string[],
  options: OutboundOptions = {},
  own = new OwnListeners(),
): OutboundClient {
  const settings = new OutboundSettings();
  settings.ALLOWED_PRIVATE_HOSTS = allowed.map(entry => parseAllowance(entry) as Allowance);
  const client = new OutboundClient(settings, own, { rememberNamesMs: 0, ...options });
  clients.push(client);
  return client;
}

const get = (url: string, more: Partial<OutboundRequest> = {}): OutboundRequest => ({
  url,
  signal: AbortSignal.timeout(10_000),
  ...more,
});

/** A name server of the test's own: each name's answers, one after the other, the last for ever. */
function names(answers: Record<string, string[][]>) {
  return (name: string): Promise<LookupAddress[]> => {
    const left = answers[name];
    if (!left) return Promise.reject(Object.assign(new Error('not found'), { code: 'ENOTFOUND' }));
    const addresses = (left.length > 1 ? left.shift() : left[0]) ?? [];
    return Promise.resolve(addresses.map(address => ({ address, family: address.includes(':') ? 6 : 4 })));
  };
}

describe('OutboundClient', () => {
  let origin: Origin;
  let port: string;

  beforeEach(async () => {
    origin = await startOrigin();
    port = origin.host.split(':')[1] ?? '';
    origin.serve('/a', Buffer.from('hello'));
  });

  afterEach(async () => {
    clients.splice(0).forEach(client => client.close());
    await origin.close();
  });

  describe('where it goes', () => {
    it.each<[string, (port: string) => string]>([
      ['the address', () => '127.0.0.1'],
      ['the address and port', port => `127.0.0.1:${port}`],
      ['the range', () => '127.0.0.0/8'],
      ['the range and port', port => `127.0.0.0/8:${port}`],
    ])('reaches a private address when %s is allowed', async (_what, allowed) => {
      const response = await clientWith([allowed(port)]).request(get(origin.url('/a')));
      expect(await text(response.stream)).toBe('hello');
    });

    it('reaches localhost by name, whichever family the server listens on', async () => {
      const response = await clientWith([`localhost:${port}`]).request(get(`http://localhost:${port}/a`));
      expect(await text(response.stream)).toBe('hello');
    });

    it('tries every allowed address of a name until one answers', async () => {
      const resolve = names({ 'shop.test': [['::1', '127.0.0.1']] });
      const response = await clientWith(['shop.test'], { resolve }).request(
        get(`http://shop.test:${port}/a`),
      );
      expect(await text(response.stream)).toBe('hello');
    });

    it.each<[string, string[]]>([
      ['nothing is allowed', []],
      ['another port is allowed', ['127.0.0.1:1']],
      ['another range is allowed', ['10.0.0.0/8']],
      ['only the name is allowed', ['localhost']],
    ])('does not dial a private address when %s', async (_what, allowed) => {
      await expect(clientWith(allowed).request(get(origin.url('/a')))).rejects.toMatchObject({
        code: 'address_blocked',
      });
      expect(origin.requests()).toEqual([]);
    });

    it.each([
      ['a private address', ['127.0.0.1']],
      ['a public and a private address', ['1.1.1.1', '127.0.0.1']],
      ['a private address dressed as IPv6', ['::ffff:127.0.0.1']],
      ['metadata', ['169.254.169.254']],
      ['no address at all', ['localhost']],
    ])('refuses a name that resolves to %s, without naming it', async (_what, addresses) => {
      const client = clientWith([], { resolve: names({ 'shop.test': [addresses] }) });
      const error: unknown = await client
        .request(get(`http://shop.test:${port}/a`))
        .catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({
        code: 'address_blocked',
        message: 'shop.test leads to an address that may not be reached.',
      });
      expect(origin.requests()).toEqual([]);
    });

    it('judges the answer that the socket dials, not an earlier one', async () => {
      const resolve = names({ 'rebind.test': [['1.1.1.1'], ['127.0.0.1']] });
      const client = clientWith([], { resolve });
      const url = `http://rebind.test:${port}/a`;
      await client.assertAllowed(url);
      await expect(client.request(get(url))).rejects.toMatchObject({ code: 'address_blocked' });
      expect(origin.requests()).toEqual([]);
    });

    it('says nothing of whether a blocked port is open', async () => {
      const client = clientWith([]);
      const failures = await Promise.all(
        [origin.url('/a'), 'http://127.0.0.1:1999/a'].map(url =>
          client.request(get(url)).catch((error: Error) => error.message),
        ),
      );
      expect(new Set(failures)).toEqual(new Set(['127.0.0.1 leads to an address that may not be reached.']));
    });

    it('never reaches a listener of the program, whatever is allowed', async () => {
      const own = new OwnListeners();
      own.add({ host: '0.0.0.0', port: Number(port) });
      const resolve = names({ 'shop.test': [['127.0.0.1']] });
      const client = clientWith(['0.0.0.0/0', '::/0', 'localhost', 'shop.test'], { resolve }, own);
      for (const host of ['127.0.0.1', 'shop.test', '0.0.0.0', '127.0.0.2', '[::ffff:127.0.0.1]']) {
        await expect(client.request(get(`http://${host}:${port}/a`))).rejects.toMatchObject({
          code: 'address_blocked',
        });
      }
      expect(origin.requests()).toEqual([]);
    });

    it('goes straight to the host when the environment names a proxy', async () => {
      const proxy = await startOrigin();
      process.env.HTTP_PROXY = process.env.http_proxy = proxy.url('');
      try {
        const response = await clientWith(['shop.test'], {
          resolve: names({ 'shop.test': [['127.0.0.1']] }),
        }).request(get(`http://shop.test:${port}/a`));
        expect(await text(response.stream)).toBe('hello');
        expect(proxy.requests()).toEqual([]);
      } finally {
        delete process.env.HTTP_PROXY;
        delete process.env.http_proxy;
        await proxy.close();
      }
    });

    it('does not follow redirects', async () => {
      origin.serve('/r', (_request, response) => response.writeHead(302, { location: '/a' }).end());
      const response = await clientWith(['127.0.0.1']).request(get(origin.url('/r')));
      response.stream.destroy();
      expect(response).toMatchObject({ status: 302, headers: { location: '/a' } });
    });
  });

  describe('what it sends', () => {
    it('introduces itself and sends bodies byte for byte', async () => {
      origin.serve('/hook', (request, response) => void request.pipe(response));
      const body = Buffer.from('{"a":  1}');
      const response = await clientWith(['127.0.0.1']).request(
        get(origin.url('/hook'), { method: 'POST', body, headers: { 'Content-Type': 'application/json' } }),
      );
      expect(await text(response.stream)).toBe('{"a":  1}');
      expect(origin.requests()[0]?.headers).toMatchObject({
        'content-type': 'application/json',
        'content-length': '9',
        'user-agent': expect.stringMatching(/^Darkroom\/\d+\.\d+\.\d+ /) as string,
      });
    });
  });

  describe('connections', () => {
    let sockets: Socket[];
    let raw: Server;
    let url: string;
    let onData: (socket: Socket, count: number) => void;

    beforeEach(async () => {
      sockets = [];
      raw = createServer(socket => {
        let count = 0;
        sockets.push(socket);
        socket.on('error', () => undefined).on('data', () => onData(socket, ++count));
      });
      await new Promise<void>(resolve => raw.listen(0, '127.0.0.1', resolve));
      url = `http://127.0.0.1:${(raw.address() as AddressInfo).port}/`;
    });

    afterEach(async () => {
      sockets.forEach(socket => socket.destroy());
      await new Promise(resolve => raw.close(resolve));
    });

    const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';
    const allGone = () => until('no connection is left', () => sockets.every(socket => socket.destroyed));

    it('are kept for the next request and closed when nobody uses them', async () => {
      onData = socket => socket.write(ok);
      const client = clientWith(['127.0.0.1'], { idleMs: 100 });
      expect(await text((await client.request(get(url))).stream)).toBe('ok');
      expect(await text((await client.request(get(url))).stream)).toBe('ok');
      expect(sockets).toHaveLength(1);
      await allGone();
    });

    it('may be slower than the time for which idle ones are kept', async () => {
      onData = (socket, count) => void setTimeout(() => socket.write(ok), count * 150);
      const client = clientWith(['127.0.0.1'], { idleMs: 50 });
      expect(await text((await client.request(get(url, { headersTimeoutMs: 5_000 }))).stream)).toBe('ok');
    });

    it('are opened anew when the server hung up a kept one', async () => {
      onData = (socket, count) => (count === 1 ? socket.write(ok) : socket.resetAndDestroy());
      const client = clientWith(['127.0.0.1']);
      expect(await text((await client.request(get(url))).stream)).toBe('ok');
      expect(await text((await client.request(get(url))).stream)).toBe('ok');
      expect(sockets).toHaveLength(2);
    });

    it('are not used a second time for a POST that may have arrived', async () => {
      onData = (socket, count) => (count === 1 ? socket.write(ok) : socket.resetAndDestroy());
      const client = clientWith(['127.0.0.1']);
      await text((await client.request(get(url))).stream);
      const post = client.request(get(url, { method: 'POST', body: Buffer.from('x') }));
      await expect(post).rejects.toMatchObject({ code: 'connect_failed' });
      expect(sockets).toHaveLength(1);
    });

    it.each<[string, string | null, () => Partial<OutboundRequest>]>([
      ['no answer comes', null, () => ({ headersTimeoutMs: 50 })],
      ['no answer comes before the deadline', null, () => ({ signal: AbortSignal.timeout(50) })],
      ['the headers do not end', 'HTTP/1.1 200 OK\r\nX-Drip: ', () => ({ headersTimeoutMs: 50 })],
    ])('are given up with timeout, and closed, when %s', async (_what, bytes, limits) => {
      onData = socket => void (bytes && socket.write(bytes));
      await expect(clientWith(['127.0.0.1']).request(get(url, limits()))).rejects.toMatchObject({
        code: 'timeout',
      });
      await allGone();
    });

    it('are closed when a body is called off or left unread', async () => {
      onData = socket => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nd');
      const client = clientWith(['127.0.0.1']);
      const deadline = new AbortController();
      const calledOff = await client.request(get(url, { signal: deadline.signal }));
      const reading = text(calledOff.stream);
      deadline.abort();
      await expect(reading).rejects.toThrow();
      (await client.request(get(url))).stream.destroy();
      await allGone();
    });

    it('do not wait for a name server longer than for a connection', async () => {
      const client = clientWith([], { resolve: () => new Promise(() => undefined), connectTimeoutMs: 50 });
      await expect(client.request(get('http://shop.test/'))).rejects.toMatchObject({ code: 'timeout' });
    });

    it('come about to a name that answers, and to a new one, however many others hang', async () => {
      const hanging = Array.from({ length: 24 }, (_, n) => `hangs-${n}.test`);
      const quick = names({ 'shop.test': [['127.0.0.1']], 'new.test': [['127.0.0.1']] });
      const letGo: (() => void)[] = [];
      const asked: string[] = [];
      const resolve = (name: string) => {
        asked.push(name);
        if (!hanging.includes(name)) return quick(name);
        return new Promise<LookupAddress[]>((_, reject) => letGo.push(() => reject(new Error('no answer'))));
      };
      onData = socket => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok');
      const client = clientWith(['127.0.0.1'], { resolve, connectTimeoutMs: 1_500 });
      const outcomes = (hosts: string[]) =>
        Promise.all(
          hosts.map(host =>
            client.request(get(url.replace('127.0.0.1', host))).then(
              ({ stream }) => text(stream),
              ({ code }: OutboundError) => code,
            ),
          ),
        );
      expect(await outcomes(['shop.test'])).toEqual(['ok']);

      const first = outcomes(hanging);
      await until('some hang', () => letGo.length > 0);
      expect(await outcomes(['shop.test'])).toEqual(['ok']);
      expect(new Set(await first)).toEqual(new Set(['timeout']));
      // A socket closes at the end of the event loop's turn, and the others are not looked up any more.
      for (let turns = 0; turns < 2; turns++) await new Promise(setImmediate);
      for (const go of letGo) go();
      expect(await outcomes(['new.test'])).toEqual(['ok']);
      expect(asked.filter(name => hanging.includes(name))).toHaveLength(letGo.length);
      expect(letGo.length).toBeLessThan(CONCURRENT_LOOKUPS);
    });

    it('end with aborted when they are called off', async () => {
      onData = () => calledOff.abort();
      const calledOff = new AbortController();
      const request = clientWith(['127.0.0.1']).request(get(url, { signal: calledOff.signal }));
      await expect(request).rejects.toMatchObject({ code: 'aborted' });
      await allGone();
    });

    it.each([
      ['is refused', (): void => void raw.close()],
      ['is reset', (): void => void (onData = socket => socket.resetAndDestroy())],
      ['carries something else', (): void => void (onData = socket => socket.end('+OK\r\n'))],
    ])('fail with connect_failed when the connection %s', async (_what, arrange) => {
      arrange();
      await expect(clientWith(['127.0.0.1']).request(get(url))).rejects.toMatchObject({
        code: 'connect_failed',
      });
    });

    it('fail with dns_failed for a name that is not there', async () => {
      const client = clientWith([], { resolve: names({}) });
      await expect(client.request(get('http://nowhere.test/'))).rejects.toMatchObject({
        code: 'dns_failed',
        message: 'The name nowhere.test could not be resolved.',
      });
    });
  });

  describe('TLS', () => {
    const resolve = names({ 'shop.test': [['127.0.0.1']], 'other.test': [['127.0.0.1']] });
    let server: TlsServer;
    let certificate: string;
    let tlsPort: number;

    beforeAll(async () => {
      const subject = ['-subj', '/CN=shop.test', '-addext', 'subjectAltName=DNS:shop.test', '-days', '2'];
      const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
      const folder = mkdtempSync(join(tmpdir(), 'darkroom-tls-'));
      const [keyFile, certificateFile] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
      const files = ['-keyout', keyFile, '-out', certificateFile];
      execFileSync('openssl', ['req', '-x509', ...key, ...subject, ...files], { stdio: 'pipe' });
      certificate = readFileSync(certificateFile, 'utf8');
      const identity = { key: readFileSync(keyFile), cert: certificate };
      rmSync(folder, { recursive: true });
      server = createTlsServer(identity, (_request, response) => {
        response.end('secret');
      });
      await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
      tlsPort = (server.address() as AddressInfo).port;
    });

    afterAll(() => void server.close());

    it('reaches a host whose certificate is good', async () => {
      const client = clientWith(['shop.test'], { resolve, ca: certificate });
      const response = await client.request(get(`https://shop.test:${tlsPort}/`));
      expect(await text(response.stream)).toBe('secret');
    });

    it.each<[string, string, boolean]>([
      ['that nobody signed', 'shop.test', false],
      ['for another name', 'other.test', true],
    ])('fails with tls_failed for a certificate %s', async (_what, host, trusted) => {
      const client = clientWith(['127.0.0.1'], { resolve, ...(trusted ? { ca: certificate } : {}) });
      await expect(client.request(get(`https://${host}:${tlsPort}/`))).rejects.toMatchObject({
        code: 'tls_failed',
      });
    });

    it('does not shake hands with a blocked address', async () => {
      const client = clientWith([], { resolve, ca: certificate });
      await expect(client.request(get(`https://shop.test:${tlsPort}/`))).rejects.toMatchObject({
        code: 'address_blocked',
      });
    });

    it('fails with tls_failed where no TLS is spoken', async () => {
      const client = clientWith(['127.0.0.1'], { resolve });
      await expect(client.request(get(`https://127.0.0.1:${port}/`))).rejects.toMatchObject({
        code: 'tls_failed',
      });
    });
  });
});

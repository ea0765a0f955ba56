/** Of the whole program. The client by itself, rebinding and TLS included: test/e2e/outbound.e2e.ts. */
import { parseUrl } from '../../src/common/parse-url';
import { catalogue } from '../factories/catalogue';
import { picture } from '../factories/images';
import { Darkroom } from '../support/darkroom';
import { type Origin, startOrigin } from '../support/origin';

interface Bodied {
  body: unknown;
}

let origin: Origin;

beforeAll(async () => {
  origin = await startOrigin();
  origin.serve('/a.jpg', await picture().jpeg().toBuffer());
});
afterAll(() => origin.close());

/** Runs for the tests of one `describe`. */
function startsDarkroom(env: () => Record<string, string>): () => Darkroom {
  let darkroom: Darkroom;
  beforeAll(async () => void (darkroom = await Darkroom.start(env())), 90_000);
  afterAll(() => darkroom.stop());
  return () => darkroom;
}

/** What becomes of each URL, all in one request. */
async function ends(
  darkroom: Darkroom,
  urls: string[],
): Promise<{ url: string; end: string; message: string }[]> {
  const { request_id } = await darkroom.process(catalogue(urls.map(url => ({ urls: url }))));
  const images = (await darkroom.products(request_id)).flatMap(product => product.images);
  return images.map(({ input_image_url: url, status, error }) => ({
    url,
    end: error?.code ?? status,
    message: error?.message ?? '',
  }));
}

const allEnd = (urls: string[], end: string) => urls.map(url => ({ url, end }));
const endsOnly = (found: { url: string; end: string }[]) => found.map(({ url, end }) => ({ url, end }));

describe('what the program listens on itself', () => {
  // Everything is allowed, and the servers are its own.
  const darkroom = startsDarkroom(() => ({
    ALLOWED_PRIVATE_HOSTS: '0.0.0.0/0,::/0,localhost',
    DATABASE_URL: '',
    REDIS_URL: '',
    LOG_LEVEL: 'fatal',
    IMAGE_ATTEMPTS: '1',
  }));
  const ownPorts = () => {
    const ports = [
      ...darkroom()
        .log()
        .matchAll(/(?:listens|serves) on \S*127\.0\.0\.1:(\d+)/g),
    ].map(([, port]) => port!);
    expect(new Set(ports).size).toBe(3);
    return ports;
  };
  const HOSTS = ['127.0.0.1', 'localhost', '0.0.0.0', '127.1', '0x7f000001', '[::ffff:127.0.0.1]', '[::]'];
  const urls = () => ownPorts().flatMap(port => HOSTS.map(host => `http://${host}:${port}/health/live`));

  it('is never fetched from, by any name and whatever is allowed', async () => {
    const found = await ends(darkroom(), [...urls(), origin.url('/a.jpg')]);
    expect(endsOnly(found)).toEqual([
      ...allEnd(urls(), 'address_blocked'),
      { url: origin.url('/a.jpg'), end: 'completed' },
    ]);
  });

  it('is never fetched from by way of somebody else', async () => {
    const redirects = urls().map((url, index) => {
      origin.serve(
        `/to/${index}`,
        (_request, response) => void response.writeHead(302, { location: url }).end(),
      );
      return origin.url(`/to/${index}`);
    });
    expect(endsOnly(await ends(darkroom(), redirects))).toEqual(allEnd(redirects, 'address_blocked'));
  });

  it('is never notified: neither an upload nor a subscription may name it', async () => {
    for (const url of urls()) {
      const { body } = (await darkroom().post(catalogue([{ urls: 'http://a.example/1.jpg' }]), {
        webhook_url: url,
      })) as Bodied;
      expect(body).toMatchObject({ status: 400, code: 'invalid_parameter' });
      const call = darkroom().api().post('/api/webhooks/subscriptions');
      await call.send({ url, types: ['request.completed'] }).expect(400);
    }
  });
});

describe('the network around the program', () => {
  const darkroom = startsDarkroom(() => ({
    ALLOWED_PRIVATE_HOSTS: origin.host,
    LOG_LEVEL: 'fatal',
    IMAGE_ATTEMPTS: '1',
  }));

  const BLOCKED = [
    ...['127.0.0.1', 'localhost', 'LOCALHOST', '127.1', '2130706433', '0x7f.1', '0177.0.0.1', '017700000001'],
    ...[
      '0.0.0.0',
      '0',
      '[::1]',
      '[::]',
      '[::ffff:7f00:1]',
      '[0:0:0:0:0:ffff:127.0.0.1]',
      '127。0。0。1',
      '①②⑦.0.0.1',
    ],
    ...[
      '10.0.0.1',
      '172.16.0.1',
      '172.31.255.255',
      '192.168.0.1',
      '100.64.0.1',
      '169.254.1.1',
      '[fe80::1]',
      '[fd00::1]',
    ],
    ...[
      '169.254.169.254',
      '[fd00:ec2::254]',
      '100.100.100.200',
      '192.0.0.192',
      '168.63.129.16',
      '[::ffff:169.254.169.254]',
    ],
    ...[
      '[64:ff9b::7f00:1]',
      '[64:ff9b:1::a9fe:a9fe]',
      '[2002:7f00:1::]',
      '[2001:0:7f00:1::]',
      '[::127.0.0.1]',
    ],
    ...[
      '224.0.0.1',
      '255.255.255.255',
      '[ff02::1]',
      '198.18.0.1',
      '192.0.2.1',
      '203.0.113.1',
      '[2001:db8::1]',
      '240.0.0.1',
    ],
  ].map(host => `http://${host}/latest/meta-data`);
  const FORBIDDEN_PORTS = [22, 25, 111, 1000, 0].map(port => `http://1.1.1.1:${port}/a.jpg`);

  it('is not fetched from, however an address is spelled', async () => {
    const urls = [...BLOCKED, ...FORBIDDEN_PORTS];
    expect(endsOnly(await ends(darkroom(), urls))).toEqual(allEnd(urls, 'address_blocked'));
  });

  it('is not notified, however an address is spelled', async () => {
    for (const url of [...BLOCKED, ...FORBIDDEN_PORTS]) {
      const { body } = (await darkroom().post(catalogue([{ urls: 'http://a.example/1.jpg' }]), {
        webhook_url: url,
      })) as Bodied;
      expect({ url, ...(body as object) }).toMatchObject({ url, status: 400, code: 'invalid_parameter' });
    }
  });

  it.each([
    'ftp://a.example/1.jpg',
    'file:///etc/passwd',
    'gopher://127.0.0.1:6379/_FLUSHALL',
    'data:image/png;base64,iVBORw0KGgo=',
    'javascript:alert(1)',
    'unix:///var/run/docker.sock',
    'http+unix://%2Fvar%2Frun%2Fdocker.sock/info',
    'http://user:password@a.example/1.jpg',
    '//a.example/1.jpg',
  ])('is not asked by way of %s', async url => {
    await darkroom()
      .post(catalogue([{ urls: 'http://a.example/1.jpg' }]), { webhook_url: url })
      .expect(400);
    const { status, body } = (await darkroom().post(catalogue([{ urls: url }]), {
      validate_only: 'true',
    })) as Bodied & { status: number };
    const { valid } = body as { valid: boolean };
    expect({ status, valid }).toEqual({ status: 200, valid: false });
  });

  it('is not to be had by a redirect, from an allowed host either', async () => {
    const targets = [
      ...BLOCKED.slice(0, 12),
      ...BLOCKED.slice(25, 31),
      'file:///etc/passwd',
      'ftp://a.example/',
    ];
    const urls = targets.map((location, index) => {
      const to = parseUrl(location)?.href ?? location;
      origin.serve(
        `/away/${index}`,
        (_request, response) => void response.writeHead(307, { location: to }).end(),
      );
      return origin.url(`/away/${index}`);
    });
    const found = await ends(darkroom(), urls);
    for (const { end } of found) expect(['address_blocked', 'invalid_url']).toContain(end);
  });

  it('is not shown by what failures say: open, closed and filtered look alike, and so do names', async () => {
    const closed = origin.url('/a.jpg').replace(/:\d+/, ':1999');
    const found = await ends(darkroom(), [
      darkroom().url,
      closed,
      'http://127.0.0.1:9/',
      'http://127.0.0.3:80/a',
    ]);
    const masked = found.map(({ end, message }) => [end, message.replace(/127\.0\.0\.\d/, 'host')]);
    expect(new Set(masked.map(String)).size).toBe(1);
    const [named] = await ends(darkroom(), ['http://localhost:1999/a']);
    expect(named?.message).not.toMatch(/127|::1|ECONN/);
  });
});

/** The call and its file. What is in the file: upload-validation.e2e.ts. */
import { connect } from 'node:net';
import { catalogue } from '../factories/catalogue';
import { picture } from '../factories/images';
import { Darkroom } from '../support/darkroom';
import { type Origin, startOrigin } from '../support/origin';
import { leavingNothing, refused } from '../support/refused-upload';
import { until } from '../support/until';

let origin: Origin;
let darkroom: Darkroom;
let good: string;

beforeAll(async () => {
  origin = await startOrigin();
  origin.serve('/a.jpg', await picture().jpeg().toBuffer());
  good = catalogue([{ urls: origin.url('/a.jpg') }]);
  darkroom = await Darkroom.start({
    ALLOWED_PRIVATE_HOSTS: origin.host,
    MAX_CSV_BYTES: '200000',
  });
}, 90_000);
afterAll(async () => {
  await origin.close();
  await darkroom.stop();
});

describe('an upload that is taken', () => {
  it('is answered 202 with the request and where everything is', async () => {
    const urls = [origin.url('/a.jpg'), origin.url('/a.jpg?2')];
    const answer = await darkroom.post(catalogue([{ urls }, { urls: urls[0] }])).expect(202);
    const { request_id: id } = answer.body as { request_id: string };
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(answer.body).toEqual({
      request_id: id,
      status: 'pending',
      filename: 'catalogue.csv',
      total_products: 2,
      total_images: 3,
      skipped_rows: 0,
      status_url: `${darkroom.url}/api/status/${id}`,
      details_url: `${darkroom.url}/api/details/${id}`,
      events_url: `${darkroom.url}/api/events/${id}`,
    });
    expect(answer.headers.location).toBe(`${darkroom.url}/api/status/${id}`);
    expect(answer.headers['content-type']).toContain('application/json');
    expect((await darkroom.finished(id)).image_counts.total).toBe(3);
  });

  it.each(['/api/upload/', '/upload', '/upload/'])('may also come to %s', async path => {
    const answer = await darkroom.post(good, {}, path).expect(202);
    const { request_id: id } = answer.body as { request_id: string };
    expect(answer.headers.location).toBe(`${darkroom.url}/api/status/${id}`);
    await darkroom.finished(id);
  });

  it('may be tab-separated, with any case of the extension and any letters in the name', async () => {
    const content = good.replaceAll(',', '\t');
    const { filename } = await darkroom.upload({ content, filename: 'Frühjahr 春.TSV' });
    expect(filename).toBe('Frühjahr 春.TSV');
  });

  it('may be exactly as large as allowed', async () => {
    await darkroom.upload(good + '\n'.repeat(200_000 - Buffer.byteLength(good)));
  });

  it('has the options that it asked for', async () => {
    const fields = { quality: '80', format: 'webp', effort: 'fast', max_width: '32', max_height: '0031' };
    const { request_id } = await darkroom.upload(good, { ...fields, on_invalid: 'skip' });
    expect((await darkroom.status(request_id)).options).toEqual({
      quality: 80,
      format: 'webp',
      effort: 'fast',
      max_width: 32,
      max_height: 31,
      on_invalid: 'skip',
    });
  });

  it('takes empty fields for absent', async () => {
    const names = ['webhook_url', 'quality', 'format', 'effort', 'max_width', 'max_height', 'on_invalid'];
    const fields = Object.fromEntries([...names, 'validate_only'].map(name => [name, '']));
    const { request_id } = await darkroom.upload(good, fields);
    const { options, webhook_url } = await darkroom.status(request_id);
    expect({ ...options, webhook_url }).toEqual({
      quality: 50,
      format: 'keep',
      effort: 'balanced',
      max_width: null,
      max_height: null,
      on_invalid: 'reject',
      webhook_url: null,
    });
  });

  it('is stored byte for byte', async () => {
    const content = Buffer.from(`\ufeff${good}\r\n\r\n`, 'utf8');
    const { request_id } = await darkroom.upload(content);
    expect(await darkroom.bytes(`/api/download/${request_id}/source`)).toEqual(content);
  });
});

describe('the form', () => {
  it.each([
    ['no form at all', 'text/csv'],
    ['JSON', 'application/json'],
    ['a URL-encoded form', 'application/x-www-form-urlencoded'],
  ])('that is %s is refused with 415', async (_, type) => {
    const answer = await darkroom.api().post('/api/upload').type(type).send('{}').expect(415);
    expect(answer.body).toMatchObject({ status: 415, code: 'unsupported_media_type' });
  });

  it.each(['gzip', 'br'])('in the content coding %s is refused with 415', async coding => {
    const answer = await darkroom.post(good).set('Content-Encoding', coding).expect(415);
    expect(answer.body).toMatchObject({
      code: 'unsupported_media_type',
      detail: 'Send the upload as it is, without a Content-Encoding.',
    });
  });

  it('without a file is refused', async () => {
    const answer = await darkroom.api().post('/api/upload').field('quality', '50').expect(400);
    expect(answer.body).toMatchObject({ status: 400, code: 'file_missing' });
  });

  it('with the file in another field is refused', async () => {
    const answer = await darkroom.api().post('/api/upload').attach('csv', Buffer.from(good), 'a.csv');
    expect(answer.body).toMatchObject({ status: 400, detail: expect.stringContaining('"csv"') as string });
  });

  it('with two files is refused', async () => {
    const answer = await leavingNothing(darkroom, () =>
      darkroom.post(good).attach('file', Buffer.from(good), 'b.csv'),
    );
    expect(answer.body).toMatchObject({ status: 400 });
  });

  it.each([
    ['without a boundary', 'multipart/form-data', 'x'],
    ['that ends too early', 'multipart/form-data; boundary=b', '--b\r\nContent-Disposition: form-data; na'],
    ['that is none', 'multipart/form-data; boundary=b', 'x'],
  ])('%s is refused', async (_, type, body) => {
    const headers = { 'content-type': type };
    const answer = await leavingNothing(darkroom, () =>
      fetch(`${darkroom.url}/api/upload`, { method: 'POST', headers, body }),
    );
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(await answer.json()).toMatchObject({ status: 400 });
  });

  it.each([
    ['quality', '0'],
    ['quality', '101'],
    ['quality', '50.5'],
    ['quality', '1e1'],
    ['quality', 'high'],
    ['format', 'gif'],
    ['format', 'JPEG'],
    ['effort', 'most'],
    ['max_width', '0'],
    ['max_width', '-5'],
    ['max_height', 'tall'],
    ['on_invalid', 'ignore'],
    ['validate_only', 'yes'],
    ['webhook_url', 'shop.example.com/hook'],
    ['webhook_url', 'ftp://shop.example.com/hook'],
    ['webhook_url', 'http://shop.example.com/\0'],
    ['webhook_url', 'http://10.0.0.1/hook'],
    ['webhook_url', 'http://169.254.169.254/latest'],
    ['webhook_url', 'http://localhost:1/hook'],
    ['webhook_url', `http://shop.example.com/${'x'.repeat(2_048)}`],
    ['webhook_url', `http://${'a.'.repeat(200)}example/hook`],
    ['webhook_url', `http://shop.example.com/${'x'.repeat(20_000)}`],
    ['priority', '1'],
    ['constructor', '1'],
    ['hasOwnProperty', '1'],
    ['prototype', '1'],
    ['toString', 'x'],
    ['__proto__', '1'],
  ])('with a bad %s is refused, naming the field (%#)', async (name, value) => {
    const { detail } = await refused(darkroom, 400, 'invalid_parameter', good, { [name]: value });
    expect(detail).toContain(name);
  });

  it('with a bad webhook_url is refused for validate_only too', async () => {
    const fields = { validate_only: 'true', webhook_url: 'http://10.0.0.1/' };
    expect((await refused(darkroom, 400, 'invalid_parameter', good, fields)).detail).toContain('webhook_url');
  });

  it('that gives a field twice is refused', async () => {
    const answer = await darkroom.post(good, { quality: '50' }).field('quality', '60');
    expect(answer.body).toMatchObject({ status: 400, detail: expect.stringContaining('quality') as string });
  });

  it('with more than one bad field is told of all', async () => {
    const { detail } = await refused(darkroom, 400, 'invalid_parameter', good, {
      quality: '0',
      format: 'x',
      what: 'y',
    });
    for (const name of ['quality', 'format', 'what']) expect(detail).toContain(name);
  });
});

describe('a file', () => {
  it.each(['catalogue.txt', 'catalogue', 'catalogue.csv.exe', 'csv'])(
    'that is called %s is refused',
    async filename => {
      const { detail } = await refused(darkroom, 400, 'wrong_file_type', { content: good, filename });
      expect(detail).toContain('.csv');
    },
  );

  it.each([
    ['by its name', 'catalogue.xlsx'],
    ['by its content', 'catalogue.csv'],
  ])('that is an Excel workbook %s is refused with what to do', async (_, filename) => {
    const content = Buffer.concat([Buffer.from('PK\x03\x04\x14\0\x06\0'), Buffer.alloc(2_000, 1)]);
    const { detail } = await refused(darkroom, 400, 'wrong_file_type', { content, filename });
    expect(detail).toContain('This is an Excel workbook: save it as CSV UTF-8');
  });

  it.each([
    ['empty', ''],
    ['nothing but a byte order mark', '\ufeff'],
    ['nothing but blank lines', '\r\n \r\n'],
  ])('that is %s is refused', async (_, content) => {
    expect((await refused(darkroom, 400, 'wrong_file_type', content)).detail).toContain('empty');
  });

  it('that is binary is refused', async () => {
    await refused(darkroom, 400, 'wrong_file_type', await picture().png().toBuffer());
  });

  it('that is larger than MAX_CSV_BYTES is refused with 413', async () => {
    const { detail } = await refused(darkroom, 413, 'file_too_large', good + '\n'.repeat(200_000));
    expect(detail).toContain('200000 bytes');
  });

  it('has a name without control characters, whatever it came with', async () => {
    const { filename } = await darkroom.upload({ content: good, filename: 'a\tb\u0085.csv' });
    expect(filename).toBe('ab.csv');
    await refused(darkroom, 400, 'malformed_request', { content: good, filename: 'a\0b.csv' });
  });
});

describe('an upload that breaks off', () => {
  it('leaves nothing behind', async () => {
    await leavingNothing(darkroom, async () => {
      const { hostname, port } = new URL(darkroom.url);
      const socket = connect(Number(port), hostname);
      const head = `--b\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n${good}`;
      socket.write(
        `POST /api/upload HTTP/1.1\r\nHost: ${hostname}:${port}\r\nContent-Length: 100000\r\nContent-Type: multipart/form-data; boundary=b\r\n\r\n${head}`,
      );
      await until('the file is coming in', async () => (await darkroom.files('incoming')).length === 1);
      socket.destroy();
    });
  });
});

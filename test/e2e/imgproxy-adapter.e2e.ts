/** The adapter in the manual, with a Darkroom on one side of it and imgproxy's part on the other. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../../src/embedded/free-port';
import { catalogue } from '../factories/catalogue';
import { picture } from '../factories/images';
import { Darkroom } from '../support/darkroom';
import { startHttp } from '../support/http-server';

const SECRET = `whsec_${Buffer.from('the tests and the adapter').toString('base64')}`;
/** Nobody asks for it: only whether it may be asked for counts. */
const INPUT = 'http://93.184.215.14/shoe.jpg';

const root = join(__dirname, '..', '..');
const file = join(root, 'examples', 'image-engine.mjs');

describe('the adapter in the manual', () => {
  it('is the one of the examples', async () => {
    const manual = await readFile(join(root, 'docs', 'operations.md'), 'utf8');
    expect(manual).toContain(`\`\`\`js\n${await readFile(file, 'utf8')}\`\`\`\n`);
  });

  it('makes imgproxy an engine', async () => {
    const webp = await picture(80, 60).webp().toBuffer();
    // imgproxy's part: to answer the URL that the adapter makes.
    const asked: string[] = [];
    const imgproxy = await startHttp((request, response) => {
      asked.push(request.url ?? '');
      response.end(webp);
    });
    const port = await freePort();
    const env = {
      PATH: process.env.PATH,
      IMAGE_ENGINE_SECRET: SECRET,
      IMGPROXY_URL: `http://${imgproxy.host}`,
      PORT: String(port),
    };
    const adapter = spawn(process.execPath, [file], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    const [darkroom] = await Promise.all([
      Darkroom.start({
        IMAGE_ENGINE: 'remote',
        IMAGE_ENGINE_URL: `http://127.0.0.1:${port}/`,
        IMAGE_ENGINE_SECRET: SECRET,
        IMAGE_ENGINE_ALLOWED_HOSTS: imgproxy.host,
        IMAGE_ATTEMPTS: '1',
      }),
      once(adapter.stdout, 'data'),
    ]);
    const options = { quality: '40', format: 'webp', max_height: '300' };
    const { request_id, status } = await darkroom.process(catalogue([{ urls: INPUT }]), options);
    expect(status).toBe('completed');
    expect(asked).toEqual([`/insecure/rs:fit:0:300/q:40/plain/${encodeURIComponent(INPUT)}@webp`]);
    const [product] = await darkroom.products(request_id);
    expect(await darkroom.bytes(product!.output_image_urls[0]!)).toEqual(webp);
    const unsigned = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: '{}' });
    expect(unsigned.status).toBe(401);
    adapter.kill();
    await once(adapter, 'exit');
    await Promise.all([darkroom.stop(), imgproxy.close()]);
  });
});

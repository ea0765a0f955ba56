import { join } from 'node:path';
import { catalogue } from '../factories/catalogue';
import { picture } from '../factories/images';
import { Darkroom } from '../support/darkroom';
import { startOrigin } from '../support/origin';

const PRELOADED = join(__dirname, '..', 'support', 'tells-of-promises.js');

it('Promises of a service that was asked for everything cost what promises cost', async () => {
  const origin = await startOrigin();
  origin.serve('/a.jpg', await picture().jpeg().toBuffer());
  const darkroom = await Darkroom.start({
    ALLOWED_PRIVATE_HOSTS: origin.host,
    NODE_OPTIONS: `--require ${PRELOADED}`,
  });
  try {
    const { request_id: id } = await darkroom.process(catalogue([{ urls: origin.url('/a.jpg') }]));
    for (const path of [`/api/download/${id}`, `/api/details/${id}`, '/api/nothing', '/health/ready']) {
      await darkroom.api().get(path);
    }
  } finally {
    await darkroom.stop();
    await origin.close();
  }
  expect(darkroom.log()).toContain('promises are not followed');
});

import { join } from 'node:path';
import { catalogue } from '../factories/catalogue';
import { picture } from '../factories/images';
import { Darkroom } from '../support/darkroom';
import { startOrigin } from '../support/origin';

const REPORT = join(__dirname, '..', 'support', 'report-async-hooks.js');

it('the service never enables async hooks, whatever it is asked for', async () => {
  const origin = await startOrigin();
  origin.serve('/a.jpg', await picture().jpeg().toBuffer());
  const darkroom = await Darkroom.start({
    ALLOWED_PRIVATE_HOSTS: origin.host,
    NODE_OPTIONS: `--require ${REPORT}`,
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
  expect(darkroom.log()).toContain('async hooks are off');
});

import { OutboundSettings, OwnListeners } from '../../common/outbound';
import { loadSettings } from '../../common/settings';
import { EngineClient } from './engine.client';
import { EngineSettings } from './engine.settings';

function client(env: NodeJS.ProcessEnv) {
  const required = { IMAGE_ENGINE: 'remote', IMAGE_ENGINE_SECRET: 'sixteen letters!' };
  const engine = loadSettings(EngineSettings, { ...required, ...env });
  const own = new OwnListeners();
  own.add({ host: '127.0.0.1', port: 3_000 });
  // Inputs may come from there, results not.
  const outbound = loadSettings(OutboundSettings, { ALLOWED_PRIVATE_HOSTS: '10.0.0.0/8' });
  return new EngineClient(engine, outbound, own);
}

it.each([
  ['http://127.0.0.1:8080/jobs', 'http://127.0.0.1:8080/result'],
  ['http://127.0.0.1:81/jobs', 'http://127.0.0.1:81/result'],
  ['http://192.168.0.7/jobs', 'http://192.168.0.7/result'],
  ['https://[fd00::1]/jobs', 'https://[fd00::1]/result'],
])('with the service at %s it reaches %s', async (IMAGE_ENGINE_URL, url) => {
  await expect(client({ IMAGE_ENGINE_URL }).assertAllowed(url)).resolves.toBeUndefined();
});

it('reaches what is allowed for results', async () => {
  const engine = client({
    IMAGE_ENGINE_URL: 'http://127.0.0.1:8080/',
    IMAGE_ENGINE_ALLOWED_HOSTS: '172.16.0.0/12:9000',
  });
  await expect(engine.assertAllowed('http://172.16.5.5:9000/result')).resolves.toBeUndefined();
});

it.each([
  'http://127.0.0.1:8081/',
  'http://127.0.0.1:3000/',
  'http://10.0.0.1/',
  'http://169.254.169.254/latest/meta-data',
])('does not reach %s', async url => {
  const engine = client({ IMAGE_ENGINE_URL: 'http://127.0.0.1:8080/' });
  await expect(engine.assertAllowed(url)).rejects.toMatchObject({ code: 'address_blocked' });
});

it('never reaches the own listeners, even as the service', async () => {
  const engine = client({ IMAGE_ENGINE_URL: 'http://127.0.0.1:3000/' });
  await expect(engine.assertAllowed('http://127.0.0.1:3000/')).rejects.toMatchObject({
    code: 'address_blocked',
  });
});

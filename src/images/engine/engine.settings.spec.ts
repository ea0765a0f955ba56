import { loadSettings } from '../../common/settings';
import { EngineSettings } from './engine.settings';

const URL = 'http://imgproxy:8080/jobs';
const SECRET = 'sixteen letters!';
const load = (env: NodeJS.ProcessEnv) => loadSettings(EngineSettings, env);
const remote = (env: NodeJS.ProcessEnv) =>
  load({ IMAGE_ENGINE: 'remote', IMAGE_ENGINE_URL: URL, IMAGE_ENGINE_SECRET: SECRET, ...env });

it('the local engine needs nothing', () => {
  expect(load({})).toMatchObject({ IMAGE_ENGINE: 'local', IMAGE_ENGINE_TIMEOUT_MS: 600_000 });
});

it.each([SECRET, 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'])('a remote one can be used with %s', secret => {
  const settings = { IMAGE_ENGINE_SECRET: secret, IMAGE_ENGINE_ALLOWED_HOSTS: 'results:9000, 10.0.0.0/8' };
  expect(remote(settings).IMAGE_ENGINE_ALLOWED_HOSTS).toHaveLength(2);
});

it.each([
  ['IMAGE_ENGINE', 'nearby'],
  ['IMAGE_ENGINE_URL', ''],
  ['IMAGE_ENGINE_URL', 'imgproxy'],
  ['IMAGE_ENGINE_URL', 'ftp://imgproxy/'],
  ['IMAGE_ENGINE_URL', 'http://user:password@imgproxy/'],
  ['IMAGE_ENGINE_SECRET', ''],
  ['IMAGE_ENGINE_SECRET', 'hunter2'],
  ['IMAGE_ENGINE_SECRET', 'whsec_c2hvcnQ='],
  ['IMAGE_ENGINE_SECRET', 'whsec_no base64 at all, but long'],
  ['IMAGE_ENGINE_ALLOWED_HOSTS', 'http://results/'],
  ['IMAGE_ENGINE_TIMEOUT_MS', '0'],
  ['IMAGE_ENGINE_TIMEOUT_MS', 'long'],
])('%s cannot be %j, and the error names it without its value', (name, value) => {
  expect(() => remote({ [name]: value })).toThrow(name);
  if (value.length > 6) expect(() => remote({ [name]: value })).not.toThrow(value);
});

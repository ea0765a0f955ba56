import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { OutboundClient, OutboundSettings, OwnListeners } from '../../common/outbound';
import { loadSettings } from '../../common/settings';
import { RequestSettings } from '../../requests';
import type { ImageWork } from '../image-work';
import { EngineClient } from './engine.client';
import { EngineSettings } from './engine.settings';
import { HandOver } from './hand-over';

const work = {
  imageId: '0192f0c1-7d2e-7c3a-9b1e-3f5a6c7d8e9f',
  claim: 1,
  // An address, so that nothing is looked up; nothing goes there either.
  url: 'http://93.184.215.14/shoe.jpg',
  options: { quality: 50, format: null, effort: 'balanced', maxWidth: null, maxHeight: null },
  baseUrl: 'http://127.0.0.1:3000',
} as unknown as ImageWork;

/** Seen to fail: without the `Deadline` it waits for ever. */
describe('a service that takes the call and says nothing', () => {
  let service: Server;
  beforeEach(async () => {
    service = createServer(() => undefined);
    await once(service.listen(0, '127.0.0.1'), 'listening');
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
  });
  afterEach(() => {
    jest.useRealTimers();
    service.closeAllConnections();
    service.close();
  });

  function handOver(): HandOver {
    const { port } = service.address() as AddressInfo;
    const engine = loadSettings(EngineSettings, {
      IMAGE_ENGINE: 'remote',
      IMAGE_ENGINE_URL: `http://127.0.0.1:${port}/jobs`,
      IMAGE_ENGINE_SECRET: 'sixteen letters!',
    });
    const [outbound, own] = [loadSettings(OutboundSettings, {}), new OwnListeners()];
    const inputs = new OutboundClient(outbound, own);
    return new HandOver(
      inputs,
      new EngineClient(engine, outbound, own),
      engine,
      loadSettings(RequestSettings, {}),
    );
  }

  it('is given up after 15 seconds, for another attempt', async () => {
    const called = once(service, 'request');
    const given = expect(handOver().give(work, new AbortController().signal)).rejects.toMatchObject({
      code: 'engine_failed',
      message: 'The image service could not be reached (timeout).',
    });
    await called;
    jest.advanceTimersByTime(15_000);
    await given;
  });
});

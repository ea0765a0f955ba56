import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { OutboundClient, OutboundSettings, OwnListeners } from '../../common/outbound';
import { loadSettings } from '../../common/settings';
import type { SigningSecrets } from '../secrets';
import type { TakenDelivery } from './attempt';
import { DeliverySender } from './delivery-sender';
import { nextAttempt } from './next-attempt';

const secrets = {
  ofOwner: () => Promise.resolve('whsec_c2VjcmV0IG9mIHRoaXJ0eS10d28gYnl0ZXMgLi4u'),
} as unknown as SigningSecrets;

describe('a receiver that takes a delivery', () => {
  let receiver: Server;
  let outbound: OutboundClient;

  beforeEach(async () => {
    receiver = createServer();
    await once(receiver.listen(0, '127.0.0.1'), 'listening');
    const settings = loadSettings(OutboundSettings, { ALLOWED_PRIVATE_HOSTS: '127.0.0.1' });
    outbound = new OutboundClient(settings, new OwnListeners());
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
  });
  afterEach(() => {
    jest.useRealTimers();
    outbound.close();
    receiver.closeAllConnections();
    receiver.close();
  });

  const send = () => {
    const { port } = receiver.address() as AddressInfo;
    const delivery = {
      deliveryId: 'msg_1',
      url: `http://127.0.0.1:${port}/`,
      payload: '{}',
      subscriptionId: null,
    };
    return new DeliverySender(outbound, secrets).send(delivery as TakenDelivery);
  };
  const taken = async () => {
    const [, response] = (await once(receiver, 'request')) as [IncomingMessage, ServerResponse];
    return response;
  };

  it('and never answers is given up after 15 seconds, for another attempt', async () => {
    const [sent] = [send(), await taken()];
    jest.advanceTimersByTime(15_000);
    const answer = await sent;
    expect(answer).toMatchObject({ statusCode: null, errorCode: 'timeout', latencyMs: 15_000 });
    expect(nextAttempt(answer, 1, 0, 1)).toEqual({ status: 'pending', waitMs: 5_000 });
  });

  it('may answer until then', async () => {
    const [sent, response] = [send(), await taken()];
    jest.advanceTimersByTime(14_999);
    response.writeHead(204).end();
    expect(await sent).toMatchObject({ statusCode: 204, errorCode: null });
  });

  it('and never ends its answer is cut off', async () => {
    const [sent, response] = [send(), await taken()];
    response.writeHead(200).write('and');
    expect(await sent).toMatchObject({ statusCode: 200, errorCode: null });
    const cutOff = once(response, 'close');
    jest.advanceTimersByTime(5_000);
    await cutOff;
  });
});

import { Logger } from '@nestjs/common';
import { CancelSweep } from './cancel-sweep';
import type { StoppedSubscriptions } from './stopped-subscriptions';

const settled = () => new Promise(setImmediate);

it('a subscription whose deliveries cannot be cancelled keeps no other from it, and is tried again later', async () => {
  jest.spyOn(Logger.prototype, 'warn').mockImplementation();
  const cancelled: string[] = [];
  const sweep = new CancelSweep({
    withDeliveries: () => Promise.resolve([{ id: 'broken' }, { id: 'disabled' }]),
    cancelChunk: (id: string) => {
      cancelled.push(id);
      return id === 'broken'
        ? Promise.reject(new Error('statement timeout'))
        : Promise.resolve(cancelled.length < 3);
    },
  } as unknown as StoppedSubscriptions);
  sweep.nudge();
  await settled();
  expect(cancelled).toEqual(['broken', 'disabled', 'disabled']);
  sweep.nudge();
  await settled();
  expect(cancelled.slice(3)).toEqual(['broken', 'disabled']);
});

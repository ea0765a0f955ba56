import { Logger } from '@nestjs/common';
import type { Cancellation } from './cancellation';
import { ControlSweep } from './control-sweep';
import type { Retrying } from './retrying';

const settled = () => new Promise(setImmediate);

it('a request that cannot be moved keeps no other from its cancel or retry, and is tried again later', async () => {
  jest.spyOn(Logger.prototype, 'warn').mockImplementation();
  const moved: string[] = [];
  const of = (requests: string[]) => ({
    requests: () => Promise.resolve(requests),
    nextChunk: (id: string) => {
      moved.push(id);
      return id === 'broken'
        ? Promise.reject(new Error('statement timeout'))
        : Promise.resolve(moved.length < 4);
    },
  });
  const sweep = new ControlSweep(
    of(['broken', 'cancelled']) as unknown as Cancellation,
    of(['retried']) as unknown as Retrying,
  );
  sweep.nudge();
  await settled();
  expect(moved).toEqual(['broken', 'cancelled', 'retried', 'cancelled', 'retried']);
  sweep.nudge();
  await settled();
  expect(moved.slice(5)).toEqual(['broken', 'cancelled', 'retried']);
});

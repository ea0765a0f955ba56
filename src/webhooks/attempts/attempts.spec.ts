import type { EventEmitter2 } from '@nestjs/event-emitter';
import { QueryFailedError } from 'typeorm';
import { WebhooksAttemptedEvent } from '../webhooks-attempted.event';
import type { Attempt } from './attempt';
import type { AttemptWriter } from './attempt-writer';
import { Attempts } from './attempts';

const attempt = (deliveryId: string): Attempt =>
  ({
    delivery: { deliveryId, receiver: 'a:443', type: 'request.completed' },
    answer: { latencyMs: 5 },
    next: { status: 'delivered' },
  }) as Attempt;

const idsOf = (attempts: Attempt[]) => attempts.map(({ delivery }) => delivery.deliveryId);
const refusal = () =>
  new QueryFailedError('INSERT', [], Object.assign(new Error('bad value'), { code: '22P02' }));

/** A writer that does as it is told with each group, and records the groups. */
function start(write: (ids: string[]) => string[]) {
  const groups: string[][] = [];
  const givenUp: string[] = [];
  const events: WebhooksAttemptedEvent[] = [];
  const writer = {
    write: (attempts: Attempt[]) => {
      groups.push(idsOf(attempts));
      return Promise.resolve().then(() => {
        const standing = write(idsOf(attempts));
        const stood = attempts.filter(({ delivery }) => standing.includes(delivery.deliveryId));
        return new Map(stood.map(attempt => [attempt, attempt.next]));
      });
    },
    giveUp: ({ delivery }: Attempt) => {
      givenUp.push(delivery.deliveryId);
      return Promise.resolve();
    },
  } as unknown as AttemptWriter;
  const emitter = { emit: (_: string, event: WebhooksAttemptedEvent) => events.push(event) > 0 };
  const attempts = new Attempts(writer, emitter as unknown as EventEmitter2);
  jest.spyOn(attempts['logger'], 'warn').mockImplementation();
  jest.spyOn(attempts['logger'], 'error').mockImplementation();
  return { attempts, groups, givenUp, events };
}

describe('Attempts', () => {
  it('records what ends in the same moment together, and reports it', async () => {
    const { attempts, groups, events } = start(() => ['a']);
    await Promise.all(['a', 'b'].map(id => attempts.record(attempt(id))));
    expect(groups).toEqual([['a', 'b']]);
    expect(events[0]?.attempts.map(({ outcome }) => outcome)).toEqual(['delivered', 'dropped']);
  });

  it('tries again until the database takes it', async () => {
    let away = 2;
    const { attempts, groups } = start(ids => {
      if (away-- > 0) throw new Error('Connection terminated');
      return ids;
    });
    await attempts.record(attempt('a'));
    expect(groups).toEqual([['a'], ['a'], ['a']]);
  });

  it('loses only what the database refuses, and does not send that for ever', async () => {
    const { attempts, groups, givenUp } = start(ids => {
      if (ids.includes('bad')) throw refusal();
      return ids;
    });
    await Promise.all(['a', 'bad', 'b'].map(id => attempts.record(attempt(id))));
    expect(groups).toEqual([['a', 'bad', 'b'], ['a'], ['bad'], ['b']]);
    expect(givenUp).toEqual(['bad']);
  });
});

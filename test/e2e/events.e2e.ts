import { setTimeout as delay } from 'node:timers/promises';
import { catalogue } from '../factories/catalogue';
import { picture } from '../factories/images';
import { Darkroom } from '../support/darkroom';
import { type Origin, startOrigin } from '../support/origin';
import { until } from '../support/until';
import { watchEvents } from '../support/watch-events';

let origin: Origin;
let darkroom: Darkroom;
/** Lets the origin answer for the slow picture. */
let release: () => void;

beforeAll(async () => {
  origin = await startOrigin();
  const image = await picture(40, 30).jpeg().toBuffer();
  const released = new Promise<void>(resolve => (release = resolve));
  origin.serve('/quick.jpg', image);
  origin.serve('/slow.jpg', (_request, response) => void released.then(() => response.end(image)));
  darkroom = await Darkroom.start({ ALLOWED_PRIVATE_HOSTS: origin.host });
}, 90_000);

afterAll(async () => {
  release();
  await origin.close();
  await darkroom.stop();
});

const watch = (id: string) => watchEvents(darkroom.url, id);

describe('the events of a request', () => {
  it('are a snapshot on connecting, one after each change, and last `finished`; then a reconnect gets 204', async () => {
    const { request_id } = await darkroom.upload(
      catalogue([{ name: 'Shoe', urls: [origin.url('/quick.jpg'), origin.url('/slow.jpg')] }]),
    );
    const { events, ended } = watch(request_id);
    await until('an event tells of the quick picture', () =>
      events.some(({ data }) => data.image_counts.completed === 1),
    );
    expect(events.map(({ event }) => event)).not.toContain('finished');

    release();
    await ended;

    const last = events.at(-1)!;
    expect(last.event).toBe('finished');
    expect(last.data).toMatchObject({ request_id, status: 'completed', progress: 1 });
    expect(events.filter(({ event }) => event === 'finished')).toHaveLength(1);
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
    const again = await fetch(`${darkroom.url}/api/events/${request_id}`, {
      headers: { 'Last-Event-ID': last.id },
    });
    expect(again.status).toBe(204);
  });

  it('of a request that has finished are its end alone', async () => {
    const { request_id } = await darkroom.process(
      catalogue([{ name: 'Shoe', urls: origin.url('/quick.jpg') }]),
    );
    const { events, ended } = watch(request_id);
    await ended;
    expect(events.map(({ event }) => event)).toEqual(['finished']);
  });

  it('come four times a second at the most, however many watch', async () => {
    const slow = origin.url('/held.jpg');
    let letGo: () => void = () => undefined;
    const held = new Promise<void>(resolve => (letGo = resolve));
    origin.serve('/held.jpg', (_request, response) => void held.then(() => response.end('no image')));
    const { request_id } = await darkroom.upload(catalogue([{ urls: slow }]));
    await until('it is fetched', () => origin.requests('/held.jpg').length > 0);
    const { events, ended } = watch(request_id);
    await until('the first event', () => events.length > 0);
    const [before, begunAt] = [events.length, performance.now()];
    const others: Promise<void>[] = [];
    while (performance.now() - begunAt < 1_000) {
      await darkroom.query('UPDATE requests SET version = version + 1 WHERE id = $1', [request_id]);
      others.push(watch(request_id).ended);
      await delay(20);
    }
    const came = events.length - before;
    letGo();
    await Promise.all([ended, ...others]);
    expect(came).toBeGreaterThan(1);
    expect(came).toBeLessThanOrEqual(5);
    expect(events.at(-1)!.event).toBe('finished');
  });

  it('of an unknown request are a 404', async () => {
    await darkroom.api().get('/api/events/0192f0c1-7d2e-7c3a-9b1e-3f5a6c7d8e9f').expect(404);
  });
});

import Redis from 'ioredis';
import { Client } from 'pg';
import { CommandProcess } from '../support/command';
import { startOrigin } from '../support/origin';
import { freshServers } from '../support/servers';
import { until } from '../support/until';
import { startWebhookReceiver } from '../support/webhook-receiver';

it('every test file gets an empty database and an empty Redis', async () => {
  const [one, other] = await Promise.all([freshServers(), freshServers()]);
  const clients = [one, other].map(({ databaseUrl }) => new Client({ connectionString: databaseUrl }));
  const redis = [one, other].map(({ redisUrl }) => new Redis(redisUrl));
  await Promise.all(clients.map(client => client.connect()));

  await clients[0]!.query('CREATE TABLE mine ()');
  await redis[0]!.set('mine', '1');
  const tables = await clients[1]!.query(`SELECT to_regclass('mine') AS mine`);
  expect(tables.rows).toEqual([{ mine: null }]);
  expect(await redis[1]!.dbsize()).toBe(0);

  for (const connection of redis) connection.disconnect();
  await Promise.all(clients.map(client => client.end()));
  await Promise.all([one.stop(), other.stop()]);
});

it('the origin serves what it was given, notes who asked, and knows nothing else', async () => {
  const origin = await startOrigin();
  origin.serve('/a.jpg', Buffer.from('bytes'));
  origin.serve('/busy.jpg', (_request, response) => response.writeHead(429).end());

  expect(await (await fetch(origin.url('/a.jpg'))).text()).toBe('bytes');
  expect((await fetch(origin.url('/busy.jpg'))).status).toBe(429);
  expect((await fetch(origin.url('/a.jpg?other'))).status).toBe(404);
  expect(origin.requests('/a.jpg')).toHaveLength(1);
  expect(origin.requests()).toHaveLength(3);
  await origin.close();
});

it('the webhook receiver keeps the bytes and answers as told', async () => {
  const receiver = await startWebhookReceiver();
  receiver.answerNext(503);
  const post = () =>
    fetch(receiver.url, { method: 'POST', body: '{"a": 1}', headers: { 'webhook-id': 'msg_1' } });

  expect([(await post()).status, (await post()).status]).toEqual([503, 204]);
  const [first] = await receiver.received(2);
  expect(first).toMatchObject({
    status: 503,
    headers: { 'webhook-id': 'msg_1' },
    body: Buffer.from('{"a": 1}'),
  });
  await receiver.close();
});

it('a command that a test leaves running can be ended', async () => {
  const origin = await startOrigin();
  origin.serve('/api/status/1', () => undefined);
  const left = CommandProcess.start(['status', '1', '--url', origin.url('')]);
  await until('it waits for an answer', () => origin.requests('/api/status/1').length > 0, {
    timeoutMs: 60_000,
  });

  await CommandProcess.endAll();
  expect(await left.exitCode()).toBe(130);
  await origin.close();
});

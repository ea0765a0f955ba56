import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import type { Response } from 'express';
import type { RequestStatusDto } from '../../status/status.dto';
import { EventStream } from './event-stream';

const status = { completed_at: null, filename: 'x'.repeat(100_000) } as RequestStatusDto;

const SECOND = 1_000;

it('collects nothing for a client that does not read, and keeps it at the version that it has', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1').pause();
  client.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
  const [, response] = (await once(server, 'request')) as [unknown, ServerResponse];
  try {
    const stream = new EventStream(response as Response);
    let sent = 0;
    const lacks = (version: number) => stream.lacks(version, false, version * SECOND);
    const send = (version: number) => stream.send(version, status, version * SECOND);
    while (!response.writableNeedDrain) {
      send(++sent);
      await new Promise(setImmediate);
    }
    const collected = response.writableLength;

    expect(lacks(sent + 1)).toBe(false);
    send(sent + 1);
    stream.heartbeat();

    expect(response.writableLength).toBe(collected);
    expect(stream.version).toBe(sent);

    client.resume();
    await once(response, 'drain');
    expect([lacks(sent), lacks(sent + 1)]).toEqual([false, true]);
    send(sent + 1);
    expect(stream.version).toBe(sent + 1);
  } finally {
    client.destroy();
    server.close();
  }
});

it('is told of changes four times a second at the most, and of the end at once', () => {
  const response = { writeHead: () => undefined, flushHeaders: () => undefined, write: jest.fn() };
  const stream = new EventStream(response as unknown as Response);
  const sentAt: number[] = [];
  for (let now = 0; now <= SECOND; now += 10) {
    stream.send(now, status, now);
    if (stream.version === now) sentAt.push(now);
  }
  expect(sentAt).toEqual([0, 250, 500, 750, 1_000]);
  stream.send(1_010, { ...status, completed_at: '2026-03-01T12:00:00.000Z' }, 1_010);
  expect(stream.version).toBe(1_010);
});

import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import type { Response } from 'express';
import type { RequestStatusDto } from '../../status/status.dto';
import { EventStream } from './event-stream';

const status = { completed_at: null, filename: 'x'.repeat(100_000) } as RequestStatusDto;

it('collects nothing for a client that does not read, and keeps it at the version that it has', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1').pause();
  client.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
  const [, response] = (await once(server, 'request')) as [unknown, ServerResponse];
  try {
    const stream = new EventStream(response as Response);
    let sent = 0;
    while (!response.writableNeedDrain) {
      stream.send(++sent, status);
      await new Promise(setImmediate);
    }
    const collected = response.writableLength;

    expect(stream.lacks(sent + 1)).toBe(false);
    stream.send(sent + 1, status);
    stream.heartbeat();

    expect(response.writableLength).toBe(collected);
    expect(stream.version).toBe(sent);

    client.resume();
    await once(response, 'drain');
    expect([stream.lacks(sent), stream.lacks(sent + 1)]).toEqual([false, true]);
    stream.send(sent + 1, status);
    expect(stream.version).toBe(sent + 1);
  } finally {
    client.destroy();
    server.close();
  }
});

import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import type { Response } from 'express';
import type { RequestEntity } from '../../request.entity';
import type { RequestsRepository } from '../../requests.repository';
import { EventsController } from './events.controller';
import type { WatchedRequests } from './watched-requests';

it('does not watch for a client that left while its request was looked up', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  client.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
  const [, response] = (await once(server, 'request')) as [unknown, ServerResponse];
  let found = (_: Partial<RequestEntity>) => undefined as void;
  const ofOwner = () => new Promise(resolve => (found = resolve));
  const watch = jest.fn(() => ({ leave: () => undefined }));
  const controller = new EventsController(
    { ofOwner } as unknown as RequestsRepository,
    { watch } as unknown as WatchedRequests,
  );

  const answered = controller.events('id', '', 'shop', response as Response);
  client.destroy();
  await once(response, 'close');
  found({ id: 'id', completedAt: null });
  await answered;

  expect(watch).not.toHaveBeenCalled();
  server.close();
});

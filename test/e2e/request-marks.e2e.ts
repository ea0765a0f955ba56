import { EventEmitter2 } from '@nestjs/event-emitter';
import { RequestEntity } from '../../src/requests';
import { RequestMarks } from '../../src/requests/request-marks';
import { type FreshDatabase, freshDatabase } from '../support/fresh-database';
import { buildFinishedRequest } from '../support/webhooks-app';

let database: FreshDatabase;

beforeAll(async () => (database = await freshDatabase()));
afterAll(() => database.remove());

it.each(['pending', 'processing'] as const)(
  'a retry of a request that is %s is refused as unfinished',
  async status => {
    const { dataSource } = database;
    const request = buildFinishedRequest({ status, completedAt: null });
    await dataSource.manager.save(RequestEntity, request);

    await expect(new RequestMarks(dataSource, new EventEmitter2()).retry(request)).rejects.toMatchObject({
      code: 'request_unfinished',
      detail: `The request is ${status}. Wait until it has finished, or cancel it.`,
    });
  },
);

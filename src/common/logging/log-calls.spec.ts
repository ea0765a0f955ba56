import { PassThrough } from 'node:stream';
import express from 'express';
import { pino } from 'pino';
import request from 'supertest';
import { logCalls } from './log-calls';

function program() {
  const lines = new PassThrough({ encoding: 'utf8' });
  const app = express().use(logCalls(pino(lines)));
  return { app, logged: () => JSON.parse(String(lines.read())) as unknown };
}

describe('logCalls', () => {
  it('writes a line for a call, with the id that the client has', async () => {
    const { app, logged } = program();
    const { headers } = await request(app).get('/somewhere?a=1').set('Authorization', 'secret').expect(404);
    expect(logged()).toMatchObject({
      req: { id: headers['x-request-id'], method: 'GET', url: '/somewhere?a=1' },
      res: { statusCode: 404 },
    });
  });

  it('is silent on what is asked for all the time', async () => {
    const { app, logged } = program();
    await request(app).get('/health/live').expect(404);
    expect(logged()).toBeNull();
  });
});

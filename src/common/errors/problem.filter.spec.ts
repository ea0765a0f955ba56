import { PassThrough } from 'node:stream';
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { pino } from 'pino';
import request from 'supertest';
import { logCalls, nestLogger } from '../logging';
import { ProblemFilter } from './problem.filter';

@Controller()
class Broken {
  @Get()
  get(): never {
    throw new Error('a fault of ours');
  }
}

@Module({ controllers: [Broken] })
class BrokenModule {}

it('An unexpected error says nothing outside, and is logged with the id that the client has', async () => {
  const lines = new PassThrough({ encoding: 'utf8' });
  const log = pino({ level: 'error' }, lines);
  const app = await NestFactory.create<NestExpressApplication>(BrokenModule, { logger: nestLogger(log) });
  app.use(logCalls(log));
  app.useGlobalFilters(new ProblemFilter());
  await app.init();
  const { headers, text } = await request(app.getHttpServer()).get('/').expect(500);
  await app.close();
  expect(JSON.parse(text)).toMatchObject({ status: 500, code: 'internal_error' });
  expect(text).not.toContain('a fault of ours');
  const [line] = String(lines.read()).split('\n');
  expect(JSON.parse(line!)).toMatchObject({
    msg: 'Unexpected error',
    req: { id: headers['x-request-id'] },
    err: { message: 'a fault of ours' },
  });
});

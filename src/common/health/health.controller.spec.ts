import { Test } from '@nestjs/testing';
import { TerminusModule } from '@nestjs/terminus';
import { ApiError } from '../errors';
import { DEPENDENCIES } from './dependency';
import { HealthController } from './health.controller';

it('asks the dependencies once for many who want to know, and all hear the same', async () => {
  const check = jest.fn(() => Promise.reject(new Error('away')));
  const module = await Test.createTestingModule({
    imports: [TerminusModule.forRoot({ logger: false })],
    controllers: [HealthController],
    providers: [{ provide: DEPENDENCIES, useValue: [{ name: 'redis', check }] }],
  }).compile();
  const controller = module.get(HealthController);

  const heard = await Promise.allSettled(Array.from({ length: 20 }, () => controller.ready()));

  expect(check).toHaveBeenCalledTimes(1);
  for (const each of heard)
    expect(each).toMatchObject({ status: 'rejected', reason: expect.any(ApiError) as ApiError });
});

import { BullBoardModule } from '@bull-board/nestjs';
import { ExpressAdapter } from '@bull-board/express';
import { BullModule, getQueueToken } from '@nestjs/bull';
import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_PIPE } from '@nestjs/core';
import { EventEmitterModule } from '@nestjs/event-emitter';
import { TerminusModule } from '@nestjs/terminus';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { Queue } from 'bull';
import { DataSource } from 'typeorm';
import { ApiKeySettings, SessionController } from './common/auth';
import { dataSourceOptions } from './common/database';
import { ProblemFilter } from './common/errors';
import { DEPENDENCIES, type Dependency, HealthController, MeasureDependencies } from './common/health';
import { validationPipe } from './common/http';
import { MetricsModule } from './common/metrics';
import { RateLimiter, RateLimitSettings } from './common/rate-limit';
import { SampleController, SampleSettings } from './common/sample';
import { loadSettings } from './common/settings';
import { TracingModule } from './common/tracing';
import type { Connections } from './connections';
import { IMAGE_QUEUE, ImagesModule, ImagesWorkerModule } from './images';
import { ImagesHttpModule } from './images/http';
import { ImportWorkerModule } from './products/import';
import { redisOptions } from './redis-options';
import { RequestsModule } from './requests';
import { DeletionWorkerModule } from './requests/deletion';
import { RequestsHttpModule } from './requests/http';
import { RootController } from './root';
import { Storage, StorageModule } from './storage';
import { WebhooksHttpModule, WebhooksWorkerModule } from './webhooks';

const SERVING = [RequestsHttpModule, ImagesHttpModule, WebhooksHttpModule];
/** Nest stops them from last to first: webhooks are sent for as long as images finish. */
const WORKING = [WebhooksWorkerModule, ImagesWorkerModule, DeletionWorkerModule, ImportWorkerModule];

const MODULES = {
  api: SERVING,
  worker: WORKING,
  all: [...SERVING, ...WORKING],
} as const satisfies Record<Connections['role'], unknown>;

/** The whole program, in the role that this process has. */
@Module({})
export class AppModule {
  static on({ databaseUrl, redisUrl, role }: Connections): DynamicModule {
    return {
      module: AppModule,
      imports: [
        EventEmitterModule.forRoot(),
        TypeOrmModule.forRoot({ ...dataSourceOptions(databaseUrl, `darkroom-${role}`), retryAttempts: 3 }),
        BullModule.forRoot({ redis: redisOptions(redisUrl) }),
        BullBoardModule.forRoot({ route: '/admin/queues', adapter: ExpressAdapter }),
        TerminusModule.forRoot({ logger: false }),
        MetricsModule,
        TracingModule,
        StorageModule,
        ImagesModule,
        RequestsModule,
        ...MODULES[role],
      ],
      controllers: [
        HealthController,
        ...(role === 'worker' ? [] : [RootController, SampleController, SessionController]),
      ],
      providers: [
        { provide: APP_FILTER, useClass: ProblemFilter },
        { provide: APP_PIPE, useFactory: validationPipe },
        MeasureDependencies,
        { provide: ApiKeySettings, useFactory: () => loadSettings(ApiKeySettings) },
        { provide: SampleSettings, useFactory: () => loadSettings(SampleSettings) },
        {
          provide: RateLimiter,
          useFactory: () =>
            new RateLimiter(loadSettings(RateLimitSettings).RATE_LIMIT_PER_MINUTE, redisOptions(redisUrl)),
        },
        {
          provide: DEPENDENCIES,
          inject: [DataSource, getQueueToken(IMAGE_QUEUE), Storage],
          useFactory: (dataSource: DataSource, queue: Queue, storage: Storage): Dependency[] => {
            const postgres = { name: 'postgres', check: () => dataSource.query('SELECT 1') };
            // Uploads are taken without Redis, so an API that has lost it is still ready.
            if (role === 'api') return [postgres];
            const redis = { name: 'redis', check: () => queue.client.ping() };
            return [postgres, redis, { name: 'storage', check: () => storage.probe() }];
          },
        },
      ],
    };
  }
}

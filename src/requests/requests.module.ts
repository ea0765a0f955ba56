import { Module } from '@nestjs/common';
import { loadSettings } from '../common/settings';
import { ProcessingLog } from './processing-log';
import { RequestSettings } from './request.settings';
import { RequestsRepository } from './requests.repository';

/** What the other features need of a request; its endpoints are in the module of `http/`. */
@Module({
  providers: [
    { provide: RequestSettings, useFactory: () => loadSettings(RequestSettings) },
    ProcessingLog,
    RequestsRepository,
  ],
  exports: [RequestSettings, ProcessingLog, RequestsRepository],
})
export class RequestsModule {}

import { Module } from '@nestjs/common';
import { loadSettings } from '../common/settings';
import { ProcessingLog } from './processing-log';
import { RequestSettings } from './request.settings';
import { RequestMarks } from './request-marks';
import { RequestsRepository } from './requests.repository';

/** Provides what other features need of requests; their endpoints are in the module of `http/`. */
@Module({
  providers: [
    { provide: RequestSettings, useFactory: () => loadSettings(RequestSettings) },
    ProcessingLog,
    RequestsRepository,
    RequestMarks,
  ],
  exports: [RequestSettings, ProcessingLog, RequestsRepository, RequestMarks],
})
export class RequestsModule {}

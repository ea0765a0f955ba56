import { Module } from '@nestjs/common';
import { WebhooksModule } from '../../webhooks';
import { RequestsModule } from '../requests.module';
import { Deletion } from './deletion';
import { DeletionMarks } from './deletion-marks';
import { KnownFiles } from './known-files';
import { OrphanSweep } from './orphan-sweep';
import { Orphans } from './orphans';
import { DeletionSweep } from './deletion-sweep';
import { RetentionSweep } from './retention-sweep';
import { StorageOwnership } from './storage-ownership';

/** Marks requests as deleted. */
@Module({ imports: [RequestsModule, WebhooksModule], providers: [DeletionMarks], exports: [DeletionMarks] })
export class DeletionModule {}

/** Removes the marked requests. */
@Module({
  imports: [RequestsModule, WebhooksModule, DeletionModule],
  providers: [Deletion, DeletionSweep, RetentionSweep, KnownFiles, StorageOwnership, Orphans, OrphanSweep],
})
export class DeletionWorkerModule {}

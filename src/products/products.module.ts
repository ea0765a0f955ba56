import { BullAdapter } from '@bull-board/api/bullAdapter';
import { BullBoardModule } from '@bull-board/nestjs';
import { BullModule } from '@nestjs/bull';
import { Module } from '@nestjs/common';
import { IMPORT_QUEUE, IMPORT_QUEUE_OPTIONS, LARGE_IMPORT_QUEUE } from './import/import.jobs';
import { ImportProducer } from './import/import.producer';

const QUEUES = [IMPORT_QUEUE, LARGE_IMPORT_QUEUE];

/** Provides what every role needs of products: the queues of their imports and their entries on the board. */
@Module({
  imports: [
    BullModule.registerQueue(...QUEUES.map(name => ({ name, ...IMPORT_QUEUE_OPTIONS }))),
    BullBoardModule.forFeature(...QUEUES.map(name => ({ name, adapter: BullAdapter }))),
  ],
  providers: [ImportProducer],
  exports: [BullModule, ImportProducer],
})
export class ProductsModule {}

import { BullAdapter } from '@bull-board/api/bullAdapter';
import { BullBoardModule } from '@bull-board/nestjs';
import { BullModule } from '@nestjs/bull';
import { Module } from '@nestjs/common';
import { IMPORT_QUEUE, IMPORT_QUEUE_OPTIONS } from './import/import.jobs';
import { ImportProducer } from './import/import.producer';

/** Provides what every role needs of products: the queue of their imports and its entry on the board. */
@Module({
  imports: [
    BullModule.registerQueue({ name: IMPORT_QUEUE, ...IMPORT_QUEUE_OPTIONS }),
    BullBoardModule.forFeature({ name: IMPORT_QUEUE, adapter: BullAdapter }),
  ],
  providers: [ImportProducer],
  exports: [BullModule, ImportProducer],
})
export class ProductsModule {}

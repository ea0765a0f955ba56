import { Module } from '@nestjs/common';
import { ShutdownModule } from '../../common/shutdown';
import { TracingModule } from '../../common/tracing';
import { ImagesModule } from '../../images';
import { RequestsModule } from '../../requests';
import { ProductsModule } from '../products.module';
import { AbandonedImports } from './abandoned-imports';
import { ChunkWriter } from './chunk-writer';
import { ImportClaims } from './import-claims';
import { ImportProcessor } from './import.processor';
import { ImportRun } from './import-run';
import { ImportSweep } from './import-sweep';
import { TableStatistics } from './table-statistics';

/** Provides what a process needs that imports: rows of the file → COPY → products and images. */
@Module({
  imports: [ShutdownModule, TracingModule, ProductsModule, ImagesModule, RequestsModule],
  providers: [
    ImportClaims,
    ChunkWriter,
    ImportRun,
    AbandonedImports,
    ImportProcessor,
    ImportSweep,
    TableStatistics,
  ],
})
export class ImportWorkerModule {}

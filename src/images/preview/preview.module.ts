import { Module } from '@nestjs/common';
import { CompressorModule } from '../compressor';
import { FetchModule } from '../fetch';
import { PreviewTurns } from './preview-turns';
import { PreviewController } from './preview.controller';
import { PreviewService } from './preview.service';

@Module({
  imports: [FetchModule, CompressorModule],
  controllers: [PreviewController],
  providers: [PreviewTurns, PreviewService],
})
export class PreviewModule {}

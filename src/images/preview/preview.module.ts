import { Module } from '@nestjs/common';
import { FetchModule } from '../fetch';
import { PicturesModule } from '../pictures';
import { PreviewTurns } from './preview-turns';
import { PreviewController } from './preview.controller';
import { PreviewService } from './preview.service';

@Module({
  imports: [FetchModule, PicturesModule],
  controllers: [PreviewController],
  providers: [PreviewTurns, PreviewService],
})
export class PreviewModule {}

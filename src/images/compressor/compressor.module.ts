import { Module } from '@nestjs/common';
import { MetricsModule } from '../../common/metrics';
import { ImageSettings } from '../image.settings';
import { ImagesModule } from '../images.module';
import { Isolation } from '../isolation/isolation';
import { CompressionGate } from './compression-gate';
import { Compressor } from './compressor';
import { MeasureLibvips } from './libvips.metrics';

/** The share of IMAGE_MEMORY_MB for decoded images; the rest is for bodies. */
const DECODED_SHARE = 0.5;

/** Compresses the images of a process through one gate, so that its limits hold for all of them together. */
@Module({
  imports: [MetricsModule, ImagesModule],
  providers: [
    {
      provide: CompressionGate,
      inject: [ImageSettings],
      useFactory: ({ COMPRESS_CONCURRENCY, IMAGE_MEMORY_MB }: ImageSettings) =>
        new CompressionGate(COMPRESS_CONCURRENCY, IMAGE_MEMORY_MB * 2 ** 20 * DECODED_SHARE),
    },
    Isolation,
    Compressor,
    MeasureLibvips,
  ],
  exports: [Compressor],
})
export class CompressorModule {}

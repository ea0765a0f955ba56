import { Module } from '@nestjs/common';
import { loadSettings, ShutdownSettings } from '../common/settings';
import { RequestsModule } from '../requests';
import { Cancellation } from './control/cancellation';
import { ControlSweep } from './control/control-sweep';
import { Retrying } from './control/retrying';
import { ClaimableImages, ClaimWindow, Feed } from './feed';
import { FetchModule } from './fetch';
import { ImageSettings } from './image.settings';
import { ImagesModule } from './images.module';
import { IsolatedCompressor } from './isolation/isolated-compressor';
import { Outcomes, OutcomeWriter } from './outcomes';
import { Attempt } from './work/attempt';
import { CompressionGate } from './work/compression-gate';
import { ImageProcessor } from './work/image.processor';
import { ImageWork } from './work/image-work';
import { Leases } from './work/leases';
import { Pickup } from './work/pickup';
import { Reconciler } from './work/reconciler';

/** Of IMAGE_MEMORY_MB; the rest is for bodies. */
const DECODED_SHARE = 0.5;

/** What a process that works on images needs: feed → queue → fetch → compress → store → record. */
@Module({
  imports: [ImagesModule, RequestsModule, FetchModule],
  providers: [
    { provide: ShutdownSettings, useFactory: () => loadSettings(ShutdownSettings) },
    ClaimableImages,
    ClaimWindow,
    Feed,
    Pickup,
    Leases,
    Reconciler,
    Cancellation,
    Retrying,
    ControlSweep,
    {
      provide: CompressionGate,
      inject: [ImageSettings],
      useFactory: ({ COMPRESS_CONCURRENCY, IMAGE_MEMORY_MB }: ImageSettings) =>
        new CompressionGate(COMPRESS_CONCURRENCY, IMAGE_MEMORY_MB * 2 ** 20 * DECODED_SHARE),
    },
    IsolatedCompressor,
    ImageWork,
    Attempt,
    OutcomeWriter,
    Outcomes,
    ImageProcessor,
  ],
})
export class ImagesWorkerModule {}

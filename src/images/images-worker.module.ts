import { Module } from '@nestjs/common';
import { ShutdownModule } from '../common/shutdown';
import { TracingModule } from '../common/tracing';
import { RequestsModule } from '../requests';
import { Cancellation } from './control/cancellation';
import { ControlSweep } from './control/control-sweep';
import { Retrying } from './control/retrying';
import { EngineModule } from './engine/engine.module';
import { FetchModule } from './fetch';
import { ClaimableImages, ClaimWindow, Feed, HostRounds } from './feed';
import { ImagesModule } from './images.module';
import { TraceImages } from './images.tracing';
import { Outcomes, OutcomeWriter } from './outcomes';
import { Attempt } from './work/attempt';
import { FailedAttempts } from './work/failed-attempts';
import { ImageProcessor } from './work/image.processor';
import { Leases } from './work/leases';
import { Pickup } from './work/pickup';
import { Reconciler } from './work/reconciler';

/** Provides what a process needs that works on images: feed → queue → fetch, compress and store → record. */
@Module({
  imports: [ShutdownModule, TracingModule, ImagesModule, RequestsModule, FetchModule, EngineModule],
  providers: [
    ClaimableImages,
    HostRounds,
    ClaimWindow,
    Feed,
    Pickup,
    Leases,
    Reconciler,
    Cancellation,
    Retrying,
    ControlSweep,
    FailedAttempts,
    Attempt,
    OutcomeWriter,
    Outcomes,
    ImageProcessor,
    TraceImages,
  ],
})
export class ImagesWorkerModule {}

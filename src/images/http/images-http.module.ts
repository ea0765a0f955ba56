import { Module } from '@nestjs/common';
import { EngineCallbacks } from '../engine/engine-callbacks';
import { ImagesModule } from '../images.module';
import { EngineCallbackController } from './engine-callback.controller';
import { ImageController } from './image.controller';

/** Serves the compressed images, and hears what an image service has to say. */
@Module({
  imports: [ImagesModule],
  controllers: [ImageController, EngineCallbackController],
  providers: [EngineCallbacks],
})
export class ImagesHttpModule {}

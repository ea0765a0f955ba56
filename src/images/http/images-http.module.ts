import { Module } from '@nestjs/common';
import { EngineCallbacks } from '../engine/engine-callbacks';
import { ImagesModule } from '../images.module';
import { PreviewModule } from '../preview/preview.module';
import { EngineCallbackController } from './engine-callback.controller';
import { ImageController } from './image.controller';
import { ImageSender } from './image-sender';

/** Serves the compressed images and previews, and takes the callbacks of an image service. */
@Module({
  imports: [ImagesModule, PreviewModule],
  controllers: [ImageController, EngineCallbackController],
  providers: [EngineCallbacks, ImageSender],
})
export class ImagesHttpModule {}

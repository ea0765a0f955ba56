import { Module } from '@nestjs/common';
import { ImageController } from './image.controller';

/** Serves the compressed images. */
@Module({ controllers: [ImageController] })
export class ImagesHttpModule {}

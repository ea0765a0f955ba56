import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { ApiProblems } from '../../common/errors';
import { ImageSender } from './image-sender';

const binary = { schema: { type: 'string', format: 'binary' } };

@ApiTags('Images')
@Controller('api/image')
export class ImageController {
  constructor(private readonly images: ImageSender) {}

  @Get(':filename')
  @ApiOperation({
    summary: 'A compressed image',
    description: 'The unguessable name is the permission. Answers `HEAD`, `Range` and `If-None-Match`.',
  })
  @ApiParam({ name: 'filename', example: 'shoe-0f3c9a5d7e1b2c4d6f8091a2b3c4d5e6.jpg' })
  @ApiResponse({ status: 200, description: 'The image', content: { 'image/*': binary } })
  @ApiResponse({ status: 206, description: 'The range that was asked for', content: { 'image/*': binary } })
  @ApiResponse({ status: 302, description: 'With `S3_SERVE` redirect or signed: where the store has it' })
  @ApiResponse({ status: 304, description: 'Not changed: it never is' })
  @ApiProblems({
    image_not_found: 'There is no such image.',
    range_not_satisfiable: 'The image has 61377 bytes.',
  })
  image(
    @Param('filename') filename: string,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    return this.images.send(filename, request, response);
  }
}

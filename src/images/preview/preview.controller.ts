import { Body, Controller, HttpCode, HttpStatus, Post, Res } from '@nestjs/common';
import {
  ApiBody,
  ApiExtraModels,
  ApiOkResponse,
  ApiOperation,
  ApiResponse,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import type { Response } from 'express';
import { ApiProblems, JSON_PROBLEMS } from '../../common/errors';
import { exampleFailure, PREVIEW_EXAMPLES } from './preview.examples';
import { ImageProblemDto, PreviewDto, PreviewFieldsDto } from './preview.dto';
import { PreviewService } from './preview.service';

@ApiTags('Images')
@Controller('api/preview')
export class PreviewController {
  constructor(private readonly previews: PreviewService) {}

  @Post()
  @HttpCode(HttpStatus.OK)
  @ApiOperation({
    summary: 'See what would become of one image',
    description:
      'Fetches the image now, within the limits and guards of any other, and compresses it. Nothing is stored. The answer holds the original and the result, so that a page can show them without asking their host. It counts as 5 calls. With `IMAGE_ENGINE=remote` too it is the built-in engine that compresses.',
  })
  @ApiBody({ type: PreviewFieldsDto, examples: PREVIEW_EXAMPLES })
  @ApiOkResponse({ type: PreviewDto })
  @ApiExtraModels(ImageProblemDto)
  @ApiResponse({
    status: HttpStatus.UNPROCESSABLE_ENTITY,
    description: 'The image fails; `code` says why, `advice` what to do',
    content: {
      'application/problem+json': {
        schema: { $ref: getSchemaPath(ImageProblemDto) },
        examples: {
          http_status: { value: exampleFailure('http_status', 'The server answered 404.', 404) },
          address_blocked: {
            value: exampleFailure('address_blocked', '10.0.0.7 leads to an address that may not be reached.'),
          },
          not_an_image: { value: exampleFailure('not_an_image', 'The content is no image.') },
        },
      },
    },
  })
  @ApiProblems({
    invalid_parameter: 'quality must be a whole number from 1 to 100.',
    ...JSON_PROBLEMS,
    unavailable: 'Many previews are being made. Try again in a moment.',
  })
  preview(
    @Body() fields: PreviewFieldsDto,
    @Res({ passthrough: true }) response: Response,
  ): Promise<PreviewDto> {
    return this.previews.preview(fields, response);
  }
}

import {
  Body,
  Controller,
  Headers,
  HttpStatus,
  Post,
  Req,
  Res,
  UploadedFile,
  UseInterceptors,
} from '@nestjs/common';
import {
  ApiBody,
  ApiConsumes,
  ApiExtraModels,
  ApiHeader,
  ApiOperation,
  ApiResponse,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Owner } from '../../../common/auth';
import { ApiProblems } from '../../../common/errors';
import { callOrigin } from '../../../common/http';
import { RequestSettings } from '../../request.settings';
import type { CheckedFile } from './checking-storage';
import { IN_USE, REUSED } from './idempotency';
import { UploadFieldsDto, UploadFormDto } from './upload-fields.dto';
import { UploadAcceptedDto, ValidationReportDto } from './upload.dto';
import { UploadInterceptor } from './upload.interceptor';
import { UploadService } from './upload.service';
import { EXCEL_WORKBOOK } from './wrong-file-type';

/** The path of an upload, and its short form. */
export const UPLOAD_PATHS = ['api/upload', 'upload'];

@ApiTags('Requests')
@Controller()
export class UploadController {
  constructor(
    private readonly uploads: UploadService,
    private readonly settings: RequestSettings,
  ) {}

  @Post(UPLOAD_PATHS)
  @UseInterceptors(UploadInterceptor)
  @ApiOperation({
    summary: 'Upload a catalogue',
    description:
      'The whole file is checked before the answer; from then on nothing that crashes loses it. The images are fetched and compressed in the background.',
  })
  @ApiConsumes('multipart/form-data')
  @ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    description: 'At most 255 characters, kept for 24 h: the same upload again gets the first answer again',
  })
  @ApiBody({ type: UploadFormDto })
  @ApiExtraModels(ValidationReportDto)
  @ApiResponse({
    status: 202,
    type: UploadAcceptedDto,
    description: 'Taken',
    headers: { Location: { description: 'Where its status is', schema: { type: 'string', format: 'uri' } } },
  })
  @ApiResponse({
    status: 200,
    description: 'The validation report, for `validate_only`',
    schema: { $ref: getSchemaPath(ValidationReportDto) },
  })
  @ApiProblems({
    file_missing: 'No file: send the CSV in the field "file".',
    wrong_file_type: EXCEL_WORKBOOK,
    malformed_request: 'The form cannot be read: Unexpected end of form.',
    invalid_parameter: 'quality must be a whole number from 1 to 100.',
    file_too_large: 'The file is larger than 1073741824 bytes. Split it in several uploads.',
    unsupported_media_type: 'Send the upload as multipart/form-data, with the CSV in the field "file".',
    idempotency_key_in_use: IN_USE,
    idempotency_key_reused: REUSED,
    invalid_catalogue: 'Row 3 (line 4): Product Name is empty, and 11 more problems.',
  })
  async upload(
    @UploadedFile() file: CheckedFile,
    @Body() fields: UploadFieldsDto,
    @Owner() owner: string,
    @Headers('idempotency-key') key: string | null = null,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<UploadAcceptedDto | ValidationReportDto> {
    const baseUrl = this.settings.PUBLIC_URL ?? callOrigin(request);
    const { originalname: filename, path } = file;
    const { traceparent = null } = request;
    // An empty key counts as absent, as empty fields do.
    const upload = {
      owner,
      baseUrl,
      filename,
      path,
      arrived: file.arrived(),
      fields,
      key: key || null,
      traceparent,
    };
    if (fields.validate_only) {
      response.status(HttpStatus.OK);
      return this.uploads.validate(upload);
    }
    const accepted = await this.uploads.accept(upload);
    response.status(HttpStatus.ACCEPTED).location(accepted.status_url);
    return accepted;
  }
}

import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { Owner } from '../../../common/auth';
import { ApiProblems } from '../../../common/errors';
import { outputFilename, rejectsFilename } from '../../../csv';
import { Storage } from '../../../storage';
import { unfinishedRequest } from '../../request-errors';
import { DownloadQuery } from './download.query';
import { DownloadService } from './download.service';

const CSV = 'text/csv; charset=utf-8';
const ApiFile = (description: string, type = 'text/csv') =>
  ApiResponse({
    status: 200,
    description,
    content: { [type]: { schema: { type: 'string', format: 'binary' } } },
  });

@ApiTags('Requests')
@ApiParam({ name: 'id', format: 'uuid' })
@Controller()
export class DownloadController {
  constructor(
    private readonly downloads: DownloadService,
    private readonly storage: Storage,
  ) {}

  @Get(['api/download/:id', 'download/:id'])
  @ApiOperation({ summary: 'The output CSV: the upload with the URLs of the compressed images' })
  @ApiFile('Streamed; `<upload>-output.csv`')
  @ApiProblems({
    request_not_found: 'Request ID not found',
    request_unfinished: unfinishedRequest('processing', 'partial').detail,
    invalid_parameter: 'partial must be true or false.',
  })
  async output(
    @Param('id') id: string,
    @Query() { partial }: DownloadQuery,
    @Owner() owner: string,
    @Res() response: Response,
  ): Promise<void> {
    const request = partial
      ? await this.downloads.request(owner, id)
      : await this.downloads.finishedRequest(owner, id, 'partial');
    response.attachment(outputFilename(request.filename)).type(CSV);
    await pipeline(Readable.from(this.downloads.output(request)), response);
  }

  @Get('api/download/:id/failed')
  @ApiOperation({ summary: 'The rejects CSV: rows with a failed or cancelled image, and skipped rows' })
  @ApiFile('Streamed; once corrected, it can be uploaded as it is. Only the header when there is none')
  @ApiProblems({ request_not_found: 'Request ID not found' })
  async failed(@Param('id') id: string, @Owner() owner: string, @Res() response: Response): Promise<void> {
    const request = await this.downloads.request(owner, id);
    response.attachment(rejectsFilename(request.filename)).type(CSV);
    await pipeline(Readable.from(this.downloads.rejects(request)), response);
  }

  @Get('api/download/:id/source')
  @ApiOperation({ summary: 'The uploaded file, byte for byte' })
  @ApiFile('As it was uploaded', 'application/octet-stream')
  @ApiProblems({ request_not_found: 'Request ID not found' })
  async source(@Param('id') id: string, @Owner() owner: string, @Res() response: Response): Promise<void> {
    const request = await this.downloads.request(owner, id);
    const source = await this.storage.read(request.sourceFile);
    response.attachment(request.filename).type('application/octet-stream');
    await pipeline(source, response);
  }
}

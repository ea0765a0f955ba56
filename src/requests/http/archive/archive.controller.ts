import { pipeline } from 'node:stream/promises';
import { Controller, Get, Param, Res } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { Owner } from '../../../common/auth';
import { ApiProblems } from '../../../common/errors';
import { archiveFilename } from '../../../csv';
import { unfinishedRequest } from '../../request-errors';
import { DownloadService } from '../download/download.service';
import { ArchiveService } from './archive.service';

@ApiTags('Requests')
@Controller('api/archive')
export class ArchiveController {
  constructor(
    private readonly downloads: DownloadService,
    private readonly archives: ArchiveService,
  ) {}

  @Get(':id')
  @ApiOperation({ summary: 'All results as a ZIP: a folder for each product, and the output CSV' })
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiResponse({
    status: 200,
    description: 'Streamed',
    content: { 'application/zip': { schema: { type: 'string', format: 'binary' } } },
  })
  @ApiProblems({
    request_not_found: 'Request ID not found',
    request_unfinished: unfinishedRequest('processing').detail,
  })
  async archive(@Param('id') id: string, @Owner() owner: string, @Res() response: Response): Promise<void> {
    const request = await this.downloads.finishedRequest(owner, id);
    response.attachment(archiveFilename(request.filename)).type('application/zip');
    await pipeline(this.archives.archive(request), response);
  }
}

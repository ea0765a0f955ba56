import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Controller, Get, HttpStatus, Res } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { ApiProblems } from '../errors';
import { SampleSettings } from './sample.settings';

/** The sample catalogue. The path is the same from `src` and from `dist`: both lie three folders up. */
const CATALOGUE = join(__dirname, '..', '..', '..', 'examples', 'catalogue.csv');

/** The origin of the pictures as the file has it. */
const ITS_ORIGIN = 'http://127.0.0.1:4000';

@ApiTags('Operations')
@Controller('api/sample')
export class SampleController {
  constructor(private readonly settings: SampleSettings) {}

  @Get()
  @ApiOperation({
    summary: 'A sample catalogue, to upload',
    description: 'Where `SAMPLE_ORIGIN` serves its pictures: `npm start` and `npm run demo` see to that.',
  })
  @ApiOkResponse({ description: 'The CSV', content: { 'text/csv': { schema: { type: 'string' } } } })
  @ApiNoContentResponse({ description: 'The pictures of the sample are not served here' })
  @ApiProblems({})
  async catalogue(@Res({ passthrough: true }) response: Response): Promise<string | undefined> {
    const { SAMPLE_ORIGIN: origin } = this.settings;
    // This is no error, since browsers would show it on the console: the page asks on every installation.
    if (origin === null) return void response.status(HttpStatus.NO_CONTENT);
    response.type('text/csv');
    return (await readFile(CATALOGUE, 'utf8')).replaceAll(ITS_ORIGIN, new URL(origin).origin);
  }
}

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Controller, Get, Header } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiError, ApiProblems } from '../errors';
import { SampleSettings } from './sample.settings';

/** The same from `src` and from `dist`: both lie three folders up. */
const CATALOGUE = join(__dirname, '..', '..', '..', 'examples', 'catalogue.csv');

/** As it stands in the file. */
const ITS_ORIGIN = 'http://127.0.0.1:4000';

@ApiTags('Operations')
@Controller('api/sample')
export class SampleController {
  constructor(private readonly settings: SampleSettings) {}

  @Get()
  @Header('Content-Type', 'text/csv; charset=utf-8')
  @ApiOperation({
    summary: 'A sample catalogue, to upload',
    description: 'Where `SAMPLE_ORIGIN` serves its pictures: `npm start` and `npm run demo` see to that.',
  })
  @ApiOkResponse({ description: 'The CSV', content: { 'text/csv': { schema: { type: 'string' } } } })
  @ApiProblems({ not_found: 'The pictures of the sample are not served here.' })
  async catalogue(): Promise<string> {
    const { SAMPLE_ORIGIN: origin } = this.settings;
    if (origin === null) throw new ApiError('not_found', 'The pictures of the sample are not served here.');
    return (await readFile(CATALOGUE, 'utf8')).replaceAll(ITS_ORIGIN, new URL(origin).origin);
  }
}

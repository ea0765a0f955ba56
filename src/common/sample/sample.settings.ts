import { IsOptional } from 'class-validator';
import { HttpUrl } from '../settings';

export class SampleSettings {
  /**
   * The origin that serves the pictures of `examples/catalogue.csv`, so that the page can offer it; null: it does not.
   */
  @IsOptional()
  @HttpUrl('SAMPLE_ORIGIN must be an http(s) origin such as http://127.0.0.1:4000')
  SAMPLE_ORIGIN: string | null = null;
}

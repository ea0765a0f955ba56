import { IsOptional, IsUrl } from 'class-validator';

export class SampleSettings {
  /** Where the pictures of `examples/catalogue.csv` are served, so that the page can offer it; null: it does not. */
  @IsOptional()
  @IsUrl(
    { protocols: ['http', 'https'], require_protocol: true, require_tld: false, disallow_auth: true },
    { message: 'SAMPLE_ORIGIN must be an http(s) origin such as http://127.0.0.1:4000' },
  )
  SAMPLE_ORIGIN: string | null = null;
}

import { Transform } from 'class-transformer';
import { IsIn, IsInt, IsNumber, IsOptional, IsPositive, Max, Min, ValidateBy } from 'class-validator';
import { parseOrigin } from '../common/http';
import { AsNumber } from '../common/settings';
import type { CatalogueLimits } from '../csv';

const GiB = 2 ** 30;

export class RequestSettings {
  /** Origin of every URL that is handed out; null: the origin that the upload was sent to. */
  @IsOptional()
  @Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' ? (parseOrigin(value) ?? value) : value,
  )
  @ValidateBy({
    name: 'origin',
    validator: {
      validate: value => typeof value === 'string' && parseOrigin(value) === value,
      defaultMessage: () =>
        'PUBLIC_URL must be an http(s) URL without a path, such as https://images.example.com',
    },
  })
  PUBLIC_URL: string | null = null;

  @AsNumber() @IsInt() @Min(1) @Max(16 * GiB) MAX_CSV_BYTES = GiB;

  @AsNumber() @IsInt() @Min(1) @Max(10_000_000) MAX_ROWS = 2_000_000;

  @AsNumber() @IsInt() @Min(1) @Max(100_000_000) MAX_IMAGES = 10_000_000;

  @AsNumber() @IsInt() @Min(1) @Max(10_000) MAX_URLS_PER_PRODUCT = 100;

  @AsNumber() @IsInt() @Min(1) @Max(65_536) MAX_URL_LENGTH = 2_048;

  /**
   * Days after which finished requests are deleted, with their images and the log of their webhooks; null: never.
   * Not 0, which whoever means "never" would write, and which would delete all of them at once.
   */
  @IsOptional()
  @AsNumber()
  @IsNumber({}, { message: 'RETENTION_DAYS must be a number' })
  @IsPositive({ message: 'RETENTION_DAYS must be more than 0; leave it unset to keep requests for ever' })
  @Max(100_000)
  RETENTION_DAYS: number | null = null;

  /** `failures` keeps failures and steps of whole requests only. */
  @IsIn(['all', 'failures']) PROCESSING_LOGS: 'all' | 'failures' = 'all';
}

/** The limits of a catalogue in the settings. */
export function catalogueLimits(settings: RequestSettings): CatalogueLimits {
  return {
    maxRows: settings.MAX_ROWS,
    maxImages: settings.MAX_IMAGES,
    maxUrlsPerProduct: settings.MAX_URLS_PER_PRODUCT,
    maxUrlLength: settings.MAX_URL_LENGTH,
  };
}

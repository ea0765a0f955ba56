import { IsInt, IsNumber, IsOptional, IsString, Max, Min, MinLength, ValidateIf } from 'class-validator';
import { AsNumber } from '../common/settings';

const SECRET_RULE =
  'WEBHOOK_SECRET must have at least 16 characters, and must be set when DATABASE_URL is: ' +
  'for example the output of "openssl rand -base64 32"';

export class WebhookSettings {
  /** Source of the secrets of all receivers; null with the embedded database, which keeps one by itself. */
  @ValidateIf(
    (settings: WebhookSettings) => settings.DATABASE_URL !== null || settings.WEBHOOK_SECRET !== null,
  )
  @IsString({ message: SECRET_RULE })
  @MinLength(16, { message: SECRET_RULE })
  WEBHOOK_SECRET: string | null = null;

  /** Read only for whether it is set: without it the database is the embedded one. */
  @IsOptional() DATABASE_URL: string | null = null;

  /** Number of deliveries that a process sends at once, to all receivers together; they only wait. */
  @AsNumber() @IsInt() @Min(1) @Max(10_000) WEBHOOK_CONCURRENCY = 512;

  /** Scale for tests: 0.001 makes every wait between attempts, and every period of days, a thousand times shorter. */
  @AsNumber()
  @IsNumber({}, { message: 'WEBHOOK_RETRY_SCALE must be a number' })
  @Min(0.000_001)
  @Max(1)
  WEBHOOK_RETRY_SCALE = 1;
}

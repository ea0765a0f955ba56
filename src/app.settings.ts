import { IsBoolean, IsIn, IsInt, IsOptional, IsString, Max, Min } from 'class-validator';
import { AsBoolean, AsNumber, ServerUrl } from './common/settings';

const ROLES = ['all', 'api', 'worker'] as const;
export type Role = (typeof ROLES)[number];

export class AppSettings {
  @AsNumber() @IsInt() @Min(0) @Max(65_535) PORT = 3_000;

  /** Address to listen on; null: loopback, or everywhere once there are API keys. See `listeningHost`. */
  @IsOptional() @IsString() HOST: string | null = null;

  /** Serve everybody who can reach it, also beyond loopback and without keys. */
  @AsBoolean() @IsBoolean({ message: 'ALLOW_ANONYMOUS must be true or false' }) ALLOW_ANONYMOUS = false;

  @IsIn([...ROLES], { message: `ROLE must be one of ${ROLES.join(', ')}` }) ROLE: Role = 'all';

  @IsOptional()
  @ServerUrl('postgres://', 'postgresql://')
  DATABASE_URL: string | null = null;

  @IsOptional()
  @ServerUrl('redis://', 'rediss://')
  REDIS_URL: string | null = null;

  @IsIn(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']) LOG_LEVEL = 'info';
}

import { IsBoolean, IsIn, IsInt, IsOptional, IsString, Matches, Max, Min } from 'class-validator';
import { AsBoolean, AsNumber } from './common/settings';

export const ROLES = ['all', 'api', 'worker'] as const;
export type Role = (typeof ROLES)[number];

export class AppSettings {
  @AsNumber() @IsInt() @Min(0) @Max(65_535) PORT = 3_000;

  /** Address to listen on; null: loopback, or everywhere once there are API keys. See `listeningHost`. */
  @IsOptional() @IsString() HOST: string | null = null;

  /** Serve everybody who can reach it, also beyond loopback and without keys. */
  @AsBoolean() @IsBoolean() ALLOW_ANONYMOUS = false;

  @IsIn([...ROLES], { message: `ROLE must be one of ${ROLES.join(', ')}` }) ROLE: Role = 'all';

  @IsOptional()
  @Matches(/^postgres(ql)?:\/\//, { message: 'DATABASE_URL must begin with postgres://' })
  DATABASE_URL: string | null = null;

  @IsOptional()
  @Matches(/^rediss?:\/\//, { message: 'REDIS_URL must begin with redis:// or rediss://' })
  REDIS_URL: string | null = null;

  @IsIn(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']) LOG_LEVEL = 'info';
}

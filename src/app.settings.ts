import { IsBoolean, IsIn, IsInt, IsOptional, IsString, Matches, Max, Min } from 'class-validator';
import { AsBoolean, AsNumber } from './common/settings';

export const ROLES = ['all', 'api', 'worker'] as const;
export type Role = (typeof ROLES)[number];

export class AppSettings {
  @AsNumber() @IsInt() @Min(0) @Max(65_535) PORT = 3_000;

  /** Address to listen on. Anything but loopback needs API keys, or ALLOW_ANONYMOUS. */
  @IsString() HOST = '127.0.0.1';

  /** Serve everybody who can reach it. */
  @AsBoolean() @IsBoolean() ALLOW_ANONYMOUS = false;

  /** Express' `trust proxy`: a number of hops, or addresses and subnets of the proxies. */
  @IsOptional() @IsString() TRUST_PROXY: string | null = null;

  @IsIn([...ROLES], { message: `ROLE must be one of ${ROLES.join(', ')}` }) ROLE: Role = 'all';

  @IsOptional()
  @Matches(/^postgres(ql)?:\/\//, { message: 'DATABASE_URL must begin with postgres://' })
  DATABASE_URL: string | null = null;

  @IsOptional()
  @Matches(/^rediss?:\/\//, { message: 'REDIS_URL must begin with redis:// or rediss://' })
  REDIS_URL: string | null = null;

  @IsIn(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']) LOG_LEVEL = 'info';
}

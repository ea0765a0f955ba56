import { IsIn, IsOptional, IsString, Matches, ValidateBy, ValidateIf } from 'class-validator';
import { HttpUrl } from '../common/settings';

const STORAGES = ['local', 's3'] as const;
const SERVES = ['stream', 'redirect', 'signed'] as const;

/** Bucket names under S3's rules: no slash, no capital, no underscore. */
const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

const ForS3 = () => ValidateIf((settings: StorageSettings) => settings.STORAGE === 's3');

/** Refuses one of two settings without the other. */
const TogetherWith = (other: keyof StorageSettings) =>
  ValidateBy({
    name: 'together',
    validator: {
      validate: (value, args) =>
        (value === null) === ((args?.object as StorageSettings | undefined)?.[other] === null),
      defaultMessage: args => `${args?.property} and ${other} must be set together`,
    },
  });

/** Settings for where files are kept. */
export class StorageSettings {
  /** Folder of the embedded databases, uploads and images; made when it is missing. */
  @IsString() DATA_DIR = './data';

  @IsIn(STORAGES, { message: 'STORAGE must be local or s3' })
  STORAGE: (typeof STORAGES)[number] = 'local';

  @ForS3()
  @Matches(BUCKET, {
    message: 'S3_BUCKET must be the name of a bucket, and must be set when STORAGE is s3',
  })
  S3_BUCKET: string | null = null;

  /** Address of a store other than AWS; null: AWS, in S3_REGION. */
  @IsOptional()
  @HttpUrl(
    'S3_ENDPOINT must be an http(s) URL without a login or a query, such as https://minio.example.com:9000',
    { mayHaveQuery: false },
  )
  S3_ENDPOINT: string | null = null;

  @IsString() S3_REGION = 'us-east-1';

  /** Prefix of every key, for a bucket that others use too; slashes around it do not matter. */
  @Matches(/^[\w./-]*$/, { message: 'S3_PREFIX must be a path of letters, digits, dots, dashes and slashes' })
  S3_PREFIX = '';

  /** Set together with its secret; null: credentials from AWS' own settings, files and machine roles. */
  @TogetherWith('S3_SECRET_ACCESS_KEY') S3_ACCESS_KEY_ID: string | null = null;

  @TogetherWith('S3_ACCESS_KEY_ID') S3_SECRET_ACCESS_KEY: string | null = null;

  /** Address that serves the bucket's images without a login: the bucket itself or a CDN in front of it. */
  @ValidateIf(
    ({ S3_PUBLIC_URL, S3_SERVE }: StorageSettings) => S3_PUBLIC_URL !== null || S3_SERVE === 'redirect',
  )
  @HttpUrl(
    'S3_PUBLIC_URL must be an http(s) URL without a login or a query, and must be set when S3_SERVE is redirect',
    { mayHaveQuery: false },
  )
  S3_PUBLIC_URL: string | null = null;

  /** The way an image gets to a client; null: `redirect` with S3_PUBLIC_URL, `stream` without. */
  @IsOptional()
  @IsIn(SERVES, { message: `S3_SERVE must be one of ${SERVES.join(', ')}` })
  S3_SERVE: (typeof SERVES)[number] | null = null;
}

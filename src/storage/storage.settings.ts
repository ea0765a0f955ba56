import { IsIn, IsOptional, IsString, Matches, ValidateBy, ValidateIf } from 'class-validator';
import { HttpUrl } from '../common/settings';

const STORAGES = ['local', 's3'] as const;
const SERVES = ['stream', 'redirect', 'signed'] as const;

/** Bucket names by S3's rules: no slash, no capital, no underscore. */
const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

const ForS3 = () => ValidateIf((settings: StorageSettings) => settings.STORAGE === 's3');

/** Of two settings only one is there. */
const TogetherWith = (other: keyof StorageSettings) =>
  ValidateBy({
    name: 'together',
    validator: {
      validate: (value, args) =>
        (value === null) === ((args?.object as StorageSettings | undefined)?.[other] === null),
      defaultMessage: args => `${args?.property} and ${other} must be set together`,
    },
  });

/** Where files are kept. */
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

  /** Of a store that is not AWS; null: AWS, in S3_REGION. */
  @IsOptional()
  @HttpUrl('S3_ENDPOINT must be an http(s) URL without a login, such as https://minio.example.com:9000')
  S3_ENDPOINT: string | null = null;

  @IsString() S3_REGION = 'us-east-1';

  /** What every key begins with, for a bucket that others use too; slashes round it do not matter. */
  @Matches(/^[\w./-]*$/, { message: 'S3_PREFIX must be a path of letters, digits, dots, dashes and slashes' })
  S3_PREFIX = '';

  /** With its secret; null: what AWS' own settings, files and machine roles say. */
  @TogetherWith('S3_SECRET_ACCESS_KEY') S3_ACCESS_KEY_ID: string | null = null;

  @TogetherWith('S3_ACCESS_KEY_ID') S3_SECRET_ACCESS_KEY: string | null = null;

  /** Where the bucket's images can be had without a login: the bucket itself or a CDN before it. */
  @ValidateIf(
    ({ S3_PUBLIC_URL, S3_SERVE }: StorageSettings) => S3_PUBLIC_URL !== null || S3_SERVE === 'redirect',
  )
  @HttpUrl('S3_PUBLIC_URL must be an http(s) URL without a login, and must be set when S3_SERVE is redirect')
  S3_PUBLIC_URL: string | null = null;

  /** How an image gets to who asks for it; null: `redirect` with S3_PUBLIC_URL, `stream` without. */
  @IsOptional()
  @IsIn(SERVES, { message: `S3_SERVE must be one of ${SERVES.join(', ')}` })
  S3_SERVE: (typeof SERVES)[number] | null = null;
}

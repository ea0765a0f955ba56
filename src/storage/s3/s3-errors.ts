import { NotStoredError, StorageError } from '../storage';

/** The fields of an SDK error, made from the store's answer or from the lack of one. */
interface SdkError {
  name: string;
  /** The system's error: no connection came about. */
  code?: string;
  $metadata?: { httpStatusCode?: number };
}

/** Statuses that mean the store is busy or in trouble, not that the call is wrong. */
const TRY_AGAIN = new Set([408, 425, 429]);

/** Names that mean the same. No retry puts a wrong clock right, but some stores use that name in brief trouble too. */
const TRY_AGAIN_NAMES = /^(SlowDown|RequestTimeout|Throttling|RequestTimeTooSkewed|OperationAborted)/;

/** Names of the SDK for errors that it knows nothing of. */
const NO_NAMES = new Set(['Error', 'AggregateError', 'Unknown']);

const NO_CREDENTIALS = 'CredentialsProviderError';
const SET_CREDENTIALS =
  'no credentials: set S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY, or give the process those of an AWS role or profile';

/** Maps the store's answer about a key that may be missing. */
export function toReadError(cause: unknown, action: string): Error {
  const { name, $metadata } = cause as SdkError;
  // A HEAD has no body that could tell a bucket that is missing from a key that is.
  if (name === 'NoSuchKey' || (name === 'NotFound' && $metadata?.httpStatusCode === 404)) {
    return new NotStoredError(`S3: nothing to ${action}`, { cause });
  }
  return toStorageError(cause, action);
}

/** Maps the store's answer: the call is refused, or the store cannot do it now. */
export function toStorageError(cause: unknown, action: string): StorageError {
  const error = cause as SdkError;
  return new StorageError(`S3: could not ${action}: ${reasonOf(error)}`, isRefusal(error), { cause });
}

/** The reason for the operator: with a wrong endpoint it is the system's, or the status of who answers there. */
function reasonOf({ name, code, $metadata }: SdkError): string {
  if (name === NO_CREDENTIALS) return SET_CREDENTIALS;
  if (!NO_NAMES.has(name)) return name;
  return code ?? ($metadata?.httpStatusCode ? `status ${$metadata.httpStatusCode}` : name);
}

function isRefusal({ name, $metadata }: SdkError): boolean {
  const status = $metadata?.httpStatusCode ?? 0;
  if (name === NO_CREDENTIALS) return true;
  return status >= 300 && status < 500 && !TRY_AGAIN.has(status) && !TRY_AGAIN_NAMES.test(name);
}

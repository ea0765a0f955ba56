import { NotStoredError, StorageError } from '../storage';

/** The fields of an SDK error, made from the store's answer or from the lack of one. */
interface SdkError {
  name: string;
  $metadata?: { httpStatusCode?: number };
}

/** Statuses that mean the store is busy or in trouble, not that the call is wrong. */
const TRY_AGAIN = new Set([408, 425, 429]);

/** Names that mean the same. No retry puts a wrong clock right, but some stores use that name in brief trouble too. */
const TRY_AGAIN_NAMES = /^(SlowDown|RequestTimeout|Throttling|RequestTimeTooSkewed|OperationAborted)/;

/** Maps the store's answer: the key is missing, the call is refused, or the store cannot do it now. */
export function toStorageError(cause: unknown, action: string): Error {
  const { name, $metadata } = cause as SdkError;
  const status = $metadata?.httpStatusCode ?? 0;
  // A HEAD has no body that could tell a bucket that is missing from a key that is.
  if (name === 'NoSuchKey' || (status === 404 && name === 'NotFound')) {
    return new NotStoredError(`S3: nothing to ${action}`, { cause });
  }
  return new StorageError(`S3: could not ${action}: ${name}`, isRefusal(name, status), { cause });
}

function isRefusal(name: string, status: number): boolean {
  if (name === 'CredentialsProviderError') return true;
  return status >= 300 && status < 500 && !TRY_AGAIN.has(status) && !TRY_AGAIN_NAMES.test(name);
}

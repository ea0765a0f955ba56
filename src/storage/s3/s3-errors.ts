import { NotStoredError, StorageError } from '../storage';

/** What an error of the SDK says, which is made of the store's answer or of the lack of one. */
interface SdkError {
  name: string;
  $metadata?: { httpStatusCode?: number };
}

/** Answers with these say that the store is busy or in trouble, not that we do something wrong. */
const TRY_AGAIN = new Set([408, 425, 429]);

/** A clock that is wrong is not put right by asking again, but a moment's trouble has the same code in some stores. */
const TRY_AGAIN_NAMES = /^(SlowDown|RequestTimeout|Throttling|RequestTimeTooSkewed|OperationAborted)/;

/** By the store's answer: the key is not there, we are refused, or it cannot do it now. */
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

import { HttpException, HttpStatus } from '@nestjs/common';
import { MulterError } from 'multer';
import { TypeORMError } from 'typeorm';
import { isDatabaseAway } from '../database';
import { ApiError } from './api-error';
import { ERRORS, type ErrorCode } from './error-codes';
import { UnavailableError } from './unavailable-error';

const codeOfStatus = new Map<number, ErrorCode>([
  [HttpStatus.BAD_REQUEST, 'malformed_request'],
  [HttpStatus.UNAUTHORIZED, 'unauthorized'],
  [HttpStatus.FORBIDDEN, 'forbidden'],
  [HttpStatus.NOT_FOUND, 'not_found'],
  [HttpStatus.PAYLOAD_TOO_LARGE, 'file_too_large'],
  [HttpStatus.UNSUPPORTED_MEDIA_TYPE, 'unsupported_media_type'],
  [HttpStatus.TOO_MANY_REQUESTS, 'rate_limited'],
  [HttpStatus.SERVICE_UNAVAILABLE, 'unavailable'],
]);

/** Whether this is an error of an Express middleware that marked it as fit for clients (the package `http-errors`). */
function isOfMiddleware(error: unknown): error is Error & { status: number } {
  return error instanceof Error && 'expose' in error && error.expose === true && 'status' in error;
}

/** The error that a client is shown for this one; null for an unexpected one, which is logged and not shown. */
export function toApiError(error: unknown): ApiError | null {
  if (error instanceof ApiError) return error;
  if (error instanceof MulterError) return new ApiError('malformed_request', `${error.message}.`);
  if (error instanceof HttpException) {
    const code = codeOfStatus.get(error.getStatus());
    return code ? new ApiError(code, error.message || ERRORS[code].title, {}, { cause: error }) : null;
  }
  if (isOfMiddleware(error)) {
    const code = codeOfStatus.get(error.status);
    return code ? new ApiError(code, `${error.message}.`, {}, { cause: error }) : null;
  }
  if (isDatabaseAway(error) || (error instanceof TypeORMError && error.name === 'ConnectionNotFoundError')) {
    return unavailable('The database', error);
  }
  return error instanceof UnavailableError ? unavailable(error.what, error) : null;
}

function unavailable(what: string, cause: unknown): ApiError {
  return new ApiError('unavailable', `${what} cannot be reached. Try again in a moment.`, {}, { cause });
}

import type { ErrorCode } from './error-codes';

/** An error that the client is shown as it is. `detail` says what is wrong and what to do about it. */
export class ApiError extends Error {
  override readonly name = 'ApiError';

  constructor(
    readonly code: ErrorCode,
    readonly detail: string,
    /** Further members of the problem document, such as `errors`. */
    readonly members: Record<string, unknown> = {},
    options?: ErrorOptions,
  ) {
    super(detail, options);
  }
}

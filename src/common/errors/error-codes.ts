import { HttpStatus } from '@nestjs/common';

/** Every error that a client can meet, with its HTTP status and the kind of problem. This is a closed set. */
export const ERRORS = {
  invalid_parameter: { status: HttpStatus.BAD_REQUEST, title: 'Invalid parameter' },
  file_missing: { status: HttpStatus.BAD_REQUEST, title: 'No file' },
  wrong_file_type: { status: HttpStatus.BAD_REQUEST, title: 'Wrong kind of file' },
  malformed_request: { status: HttpStatus.BAD_REQUEST, title: 'Malformed request' },
  unauthorized: { status: HttpStatus.UNAUTHORIZED, title: 'Not authenticated' },
  forbidden: { status: HttpStatus.FORBIDDEN, title: 'Not allowed' },
  request_not_found: { status: HttpStatus.NOT_FOUND, title: 'Request not found' },
  image_not_found: { status: HttpStatus.NOT_FOUND, title: 'Image not found' },
  subscription_not_found: { status: HttpStatus.NOT_FOUND, title: 'Subscription not found' },
  delivery_not_found: { status: HttpStatus.NOT_FOUND, title: 'Delivery not found' },
  not_found: { status: HttpStatus.NOT_FOUND, title: 'Not found' },
  request_timeout: { status: HttpStatus.REQUEST_TIMEOUT, title: 'Request too slow' },
  headers_too_large: { status: 431, title: 'Headers too large' },
  expectation_failed: { status: 417, title: 'Expectation failed' },
  request_unfinished: { status: HttpStatus.CONFLICT, title: 'Request is not finished' },
  request_finished: { status: HttpStatus.CONFLICT, title: 'Request is finished' },
  nothing_to_retry: { status: HttpStatus.CONFLICT, title: 'Nothing to retry' },
  subscription_disabled: { status: HttpStatus.CONFLICT, title: 'Subscription is disabled' },
  too_many_subscriptions: { status: HttpStatus.CONFLICT, title: 'Too many subscriptions' },
  too_many_rotations: { status: HttpStatus.CONFLICT, title: 'Too many rotations' },
  idempotency_key_in_use: { status: HttpStatus.CONFLICT, title: 'Idempotency-Key in use' },
  idempotency_key_reused: { status: HttpStatus.UNPROCESSABLE_ENTITY, title: 'Idempotency-Key used before' },
  file_too_large: { status: HttpStatus.PAYLOAD_TOO_LARGE, title: 'File too large' },
  unsupported_media_type: { status: HttpStatus.UNSUPPORTED_MEDIA_TYPE, title: 'Unsupported media type' },
  range_not_satisfiable: {
    status: HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE,
    title: 'Range not satisfiable',
  },
  invalid_catalogue: { status: HttpStatus.UNPROCESSABLE_ENTITY, title: 'The file has problems' },
  image_failed: { status: HttpStatus.UNPROCESSABLE_ENTITY, title: 'The image failed' },
  no_webhook_url: { status: HttpStatus.UNPROCESSABLE_ENTITY, title: 'No webhook URL' },
  rate_limited: { status: HttpStatus.TOO_MANY_REQUESTS, title: 'Too many requests' },
  internal_error: { status: HttpStatus.INTERNAL_SERVER_ERROR, title: 'Internal error' },
  unavailable: { status: HttpStatus.SERVICE_UNAVAILABLE, title: 'Temporarily unavailable' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ErrorCode = keyof typeof ERRORS;

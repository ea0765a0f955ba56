import { ApiError } from '../errors';

/** The answer to calls that a stop does not wait for. */
export const stoppingError = () =>
  new ApiError('unavailable', 'The service is being stopped. Try again in a moment.');

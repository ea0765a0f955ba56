import { ApiError } from '../common/errors';
import type { WorkStatus } from './tally';

/** The things a client can do instead of waiting for a request to finish. */
const INSTEAD = { cancel: 'cancel it', partial: 'add ?partial=true' };

/** The refusal of a call about a request that is still worked on. */
export function unfinishedRequest(status: WorkStatus, instead?: keyof typeof INSTEAD): ApiError {
  const otherwise = instead ? `, or ${INSTEAD[instead]}` : '';
  const detail = `The request is ${status}. Wait until it has finished${otherwise}.`;
  return new ApiError('request_unfinished', detail);
}

import { ArgumentsHost, Catch, ExceptionFilter, HttpStatus, Logger } from '@nestjs/common';
import type { Request, Response } from 'express';
import { ApiError } from './api-error';
import { problemOf } from './problem-of';
import { toApiError } from './to-api-error';

/** Seconds after which a client may try again while a dependency is away. */
const RETRY_AFTER_SECONDS = 5;

/** Whether the client has hung up in the middle of the answer: then there is nobody to tell, and nothing to log. */
function hasLeft({ closed }: Response, error: unknown): boolean {
  return closed && error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE';
}

/**
 * Turns every error into problem details (RFC 9457). Unknown errors are logged, and the client learns nothing of them.
 */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger(ProblemFilter.name);

  catch(error: unknown, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<Response>();
    const request = host.switchToHttp().getRequest<Request>();
    if (hasLeft(response, error)) return;
    const known = toApiError(error);
    if (!known) this.logger.error({ err: error, req: { id: request.id } }, 'Unexpected error');
    if (response.headersSent) {
      // The status has been sent: only a broken transfer still tells the client that what it has is incomplete.
      response.destroy();
      return;
    }
    const shown =
      known ?? new ApiError('internal_error', 'Something went wrong on our side. It has been logged.');
    const problem = problemOf(shown.code, shown.detail, request.originalUrl);
    if (problem.status === HttpStatus.SERVICE_UNAVAILABLE)
      response.setHeader('Retry-After', RETRY_AFTER_SECONDS);
    response
      .status(problem.status)
      .setHeader('Cache-Control', 'no-store')
      .type('application/problem+json')
      .send(JSON.stringify({ ...problem, ...shown.members }));
  }
}

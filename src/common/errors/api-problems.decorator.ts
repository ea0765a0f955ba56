import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import { ERRORS, type ErrorCode } from './error-codes';
import { problemOf } from './problem-of';
import { ProblemDto } from './problem.dto';

/** Errors that any call may answer with. */
const ANY_CALL: ErrorCode[] = ['unauthorized', 'forbidden', 'rate_limited', 'unavailable'];

/** What a call that takes JSON answers to a body that is none, that is too large, or that is coded otherwise. */
export const JSON_PROBLEMS = {
  malformed_request: 'Unexpected token } in JSON at position 12.',
  file_too_large: 'request entity too large.',
  unsupported_media_type: 'unsupported charset "LATIN1".',
} as const satisfies Partial<Record<ErrorCode, string>>;

/** Documents the errors of a call: its own codes, each with the detail of an example, and those of any call. */
export function ApiProblems(details: Partial<Record<ErrorCode, string>>): MethodDecorator & ClassDecorator {
  const all = { ...Object.fromEntries(ANY_CALL.map(code => [code, ERRORS[code].title])), ...details };
  const problems = Object.entries(all) as [ErrorCode, string][];
  const statuses = [...new Set(problems.map(([code]) => ERRORS[code].status))];
  const byStatus = statuses.map(
    status => [status, problems.filter(([code]) => ERRORS[code].status === status)] as const,
  );
  return applyDecorators(
    ApiExtraModels(ProblemDto),
    ...byStatus.map(([status, group]) =>
      ApiResponse({
        status,
        description: group.map(([code]) => `\`${code}\``).join(', '),
        content: {
          'application/problem+json': {
            schema: { $ref: getSchemaPath(ProblemDto) },
            examples: Object.fromEntries(
              group.map(([code, detail]) => [
                code,
                { value: problemOf(code, detail, '/api/…'), summary: detail },
              ]),
            ),
          },
        },
      }),
    ),
  );
}

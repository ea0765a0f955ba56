import { applyDecorators } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import { type ErrorCode, ERRORS } from '../../common/errors';

/** Documents the errors that a call may answer with, beside those that any call may. */
export function ApiProblems(problems: Partial<Record<ErrorCode, string>>): MethodDecorator & ClassDecorator {
  return applyDecorators(
    ...(Object.entries(problems) as [ErrorCode, string][]).map(([code, detail]) => {
      const { status, title } = ERRORS[code];
      const example = { type: 'about:blank', title, status, detail, instance: '/api/…', code, error: detail };
      return ApiResponse({
        status,
        description: `\`${code}\`: ${detail}`,
        content: { 'application/problem+json': { schema: { type: 'object' }, example } },
      });
    }),
  );
}

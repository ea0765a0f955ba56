import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';

declare module 'express-serve-static-core' {
  interface Request {
    /** Name of the API key that the caller showed; unset while no keys are configured. */
    owner?: string;
  }
}

/** The owner of all uploads while no API keys are configured. */
export const ANONYMOUS = 'default';

/** A parameter decorator: the name that owns what this caller uploads, and whose things the caller may see. */
export const Owner = createParamDecorator(
  (_: unknown, context: ExecutionContext): string =>
    context.switchToHttp().getRequest<Request>().owner ?? ANONYMOUS,
);

import type { Request } from 'express';

/** The origin that a call came in by, as trusted proxies tell it. */
export const callOrigin = (request: Request): string => `${request.protocol}://${request.host}`;

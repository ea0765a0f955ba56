import type { CookieOptions, Request } from 'express';

export const SESSION_COOKIE = 'darkroom_session';

/** The session that a browser shows; null without one. */
export function sessionOf(request: Request): string | null {
  const cookies = (request.get('cookie') ?? '').split(';').map(cookie => cookie.trim());
  const session = cookies.find(cookie => cookie.startsWith(`${SESSION_COOKIE}=`));
  return session?.slice(SESSION_COOKIE.length + 1) ?? null;
}

/** The cookie is out of reach of scripts, and never sent along from another site. */
export function cookieOptions(request: Request): CookieOptions {
  return { httpOnly: true, sameSite: 'strict', secure: request.secure, path: '/' };
}

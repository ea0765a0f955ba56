import type { RequestHandler } from 'express';

/**
 * Takes the percent signs of a path that cannot be decoded as they stand there. Such a path names nothing, so its call
 * answers as for any unknown id; Express would refuse it with 400.
 */
export function literalPercents(): RequestHandler {
  return (request, _response, next) => {
    const [path = ''] = request.url.split('?', 1);
    if (!isDecodable(path)) request.url = path.replaceAll('%', '%25') + request.url.slice(path.length);
    next();
  };
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

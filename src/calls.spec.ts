import type { Request } from 'express';
import { callCosts, isOpen } from './calls';
import { CALLBACK_PATH } from './images/http';

const cost = (method: string, path: string, owner?: string, keysAreUsed = true) =>
  callCosts(keysAreUsed).of({ method, path, owner } as Request);

it.each([
  ['GET', '/health/ready', 0],
  ['GET', '/api/image/shoe-0f3c.jpg', 0],
  ['POST', '/api/webhook/callback', 0],
  ['POST', '/api/webhook/callback/', 0],
  ['POST', '/api/webhook', 1],
  ['POST', '/api/webhook/callbacks', 1],
  ['GET', '/api/upload', 1],
  ['POST', '/api/upload', 10],
  ['POST', '/upload/', 10],
  ['POST', '/api/preview', 5],
  ['POST', '/api/Preview/', 5],
])('%s %s counts %d', (method, path, expected) => {
  expect(cost(method, path)).toBe(expected);
});

it('an event stream is free for who may read it', () => {
  expect(cost('GET', '/api/events/1', 'shop')).toBe(0);
  expect(cost('GET', '/api/events/1')).toBe(1);
  expect(cost('GET', '/api/events/1', undefined, false)).toBe(0);
});

it.each(['/', '/api/docs', '/health/ready', '/api/image/shoe-0f3c.jpg', `/${CALLBACK_PATH}`, '/metrics'])(
  '%s is open to everybody',
  path => expect(isOpen(path)).toBe(true),
);

it.each(['/api/upload', '/api/image', '/api/webhook', `/${CALLBACK_PATH}s`, '/api/openapi.yaml', '/adminx'])(
  '%s needs a key',
  path => expect(isOpen(path)).toBe(false),
);

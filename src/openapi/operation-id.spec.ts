import { operationId } from './operation-id';

it.each([
  ['get', '/', 'getRoot'],
  ['post', '/api/upload', 'postUpload'],
  ['get', '/health/live', 'getHealthLive'],
  ['get', '/api/download/{id}/failed', 'getDownloadByIdFailed'],
  ['post', '/api/webhooks/subscriptions/{id}/rotate-secret', 'postWebhooksSubscriptionsByIdRotateSecret'],
])('%s %s is called %s', (method, path, expected) => {
  expect(operationId(method, path)).toBe(expected);
});

import { WEBHOOK_TYPES } from '../webhook-types';
import { documentedMessages } from './documented-messages';

describe('documentedMessages', () => {
  const messages = documentedMessages();

  it('describes each type', () => {
    expect(Object.keys(messages)).toEqual([...WEBHOOK_TYPES]);
  });

  it.each(WEBHOOK_TYPES)('shows a whole message of %s', type => {
    const body = messages[type]?.post?.requestBody as { content: Record<string, { example: object }> };
    expect(body.content['application/json']?.example).toMatchObject({
      type,
      timestamp: '2026-03-01T12:30:00.000Z',
      data: type === 'webhook.test' ? {} : { status: type.replace('request.', ''), progress: 1 },
    });
  });
});

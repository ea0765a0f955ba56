import type { RequestStatusDto } from '../../src/requests';

/** An event of a request as it came. */
export interface ServerSentEvent {
  id: string;
  event: string;
  data: RequestStatusDto;
}

/** Reads the events of a request as they come, until the service at this address ends the stream. */
export function watchEvents(
  serviceUrl: string,
  requestId: string,
): { events: ServerSentEvent[]; ended: Promise<void> } {
  const events: ServerSentEvent[] = [];
  const read = async () => {
    const answer = await fetch(`${serviceUrl}/api/events/${requestId}`);
    expect(answer.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    let text = '';
    for await (const chunk of answer.body!.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks.filter(part => part.startsWith('id:'))) events.push(parse(block));
    }
  };
  return { events, ended: read() };
}

function parse(block: string): ServerSentEvent {
  const fields = new Map(
    block.split('\n').map(line => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
  );
  const data = JSON.parse(fields.get('data') ?? '') as RequestStatusDto;
  return { id: fields.get('id') ?? '', event: fields.get('event') ?? '', data };
}

import type { Response } from 'express';
import type { RequestStatusDto } from '../../status/status.dto';

/** Says by itself that its run has finished: the version moves once more when the webhook is sent. */
const finishedEventId = (version: number, run: number) => `${version}-finished-${run}`;

/** Whether this is the id of the last event of a run. */
export const isFinishedEventId = (id: string, run: number): boolean => id.endsWith(`-finished-${run}`);

/** One client that watches a request, over server-sent events. */
export class EventStream {
  /** Of the request that the client knows; older than any at first. */
  version = -1;

  constructor(private readonly response: Response) {
    response.writeHead(200, {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-cache, no-transform',
      // Tells nginx not to collect events.
      'X-Accel-Buffering': 'no',
    });
    response.flushHeaders();
  }

  /** Whether this version is news to the client, and one that it would read. */
  lacks(version: number): boolean {
    return this.version !== version && !this.response.writableNeedDrain;
  }

  /**
   * A whole snapshot, so that whoever missed some needs nothing more: a client that does not read what it has is
   * spared it, and stays at the version that it knows.
   */
  send(version: number, status: RequestStatusDto): void {
    if (!this.lacks(version)) return;
    this.version = version;
    const finished = status.completed_at !== null;
    const id = finished ? finishedEventId(version, status.run) : String(version);
    const name = finished ? 'finished' : 'progress';
    this.response.write(`id: ${id}\nevent: ${name}\ndata: ${JSON.stringify(status)}\n\n`);
  }

  /** A comment that keeps proxies from hanging up. */
  heartbeat(): void {
    if (this.response.writableNeedDrain) return;
    this.response.write(': heartbeat\n\n');
  }

  end(): void {
    this.response.end();
  }
}

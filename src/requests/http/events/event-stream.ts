import type { Response } from 'express';
import type { RequestStatusDto } from '../../status/status.dto';

/** Marks the id of the last event of a run, since the version moves once more when the webhook is sent. */
const finishedEventId = (version: number, run: number) => `${version}-finished-${run}`;

/** Whether this is the id of the last event of a run. */
export const isFinishedEventId = (id: string, run: number): boolean => id.endsWith(`-finished-${run}`);

/** A stream is told of a change four times a second at most; `finished` does not wait. */
const PACE_MS = 250;

/** One client that watches a request, over server-sent events. */
export class EventStream {
  /** The version that the client knows; older than any at first. */
  version = -1;
  /** The time of the look that it was last sent something after. */
  private sentAt = -Infinity;

  constructor(private readonly response: Response) {
    response.writeHead(200, {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-cache, no-transform',
      // Tells nginx not to collect events.
      'X-Accel-Buffering': 'no',
    });
    response.flushHeaders();
  }

  /**
   * Whether this version is news to the client, one that it would read, and none too many for now.
   *
   * @param now when versions were looked at, in milliseconds of `performance.now()`
   */
  lacks(version: number, finished: boolean, now: number): boolean {
    if (this.version === version || this.response.writableNeedDrain) return false;
    return finished || now - this.sentAt >= PACE_MS;
  }

  /**
   * Sends a whole snapshot, so that a client that missed some needs nothing more: one that does not read what it has is
   * skipped, and stays at the version that it knows.
   */
  send(version: number, status: RequestStatusDto, now: number): void {
    const finished = status.completed_at !== null;
    if (!this.lacks(version, finished, now)) return;
    this.version = version;
    this.sentAt = now;
    const id = finished ? finishedEventId(version, status.run) : String(version);
    const name = finished ? 'finished' : 'progress';
    this.response.write(`id: ${id}\nevent: ${name}\ndata: ${JSON.stringify(status)}\n\n`);
  }

  /** Sends a comment that keeps proxies from hanging up. */
  heartbeat(): void {
    if (this.response.writableNeedDrain) return;
    this.response.write(': heartbeat\n\n');
  }

  end(): void {
    this.response.end();
  }
}

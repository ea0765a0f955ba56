import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { DataSource, In } from 'typeorm';
import { PeriodicTask } from '../../../common/periodic';
import { stoppingError } from '../../../common/shutdown';
import { RequestEntity } from '../../request.entity';
import { StatusService } from '../status/status.service';
import type { EventStream } from './event-stream';

/** The time between looks, for all watched requests together: a little above the pace of a stream, as timers vary. */
const LOOK_EVERY_MS = 255;

const HEARTBEAT_EVERY_MS = 15_000;

interface LookedAt {
  id: string;
  version: number;
  finished: boolean;
  deleted: boolean;
}

/**
 * Tells watchers about changes, whichever process makes them: it looks at the versions of the watched requests in
 * Postgres, and at nothing while nobody watches.
 */
@Injectable()
export class WatchedRequests implements OnModuleDestroy {
  private readonly logger = new Logger(WatchedRequests.name);
  private readonly streams = new Map<string, Set<EventStream>>();
  private heartbeats?: NodeJS.Timeout;
  private looks?: PeriodicTask;
  private isStopping = false;

  constructor(
    private readonly dataSource: DataSource,
    private readonly status: StatusService,
  ) {}

  /**
   * Sends newer versions to the stream, until the request has finished or `leave` is called.
   * @throws ApiError unavailable, before the stream is opened: browsers come again where one ends, as those do now
   */
  watch(requestId: string, open: () => EventStream): { leave: () => void } {
    if (this.isStopping) throw stoppingError();
    const stream = open();
    const watchers = this.streams.get(requestId) ?? new Set();
    this.streams.set(requestId, watchers.add(stream));
    this.begin().nudge();
    return { leave: () => this.remove(requestId, stream) };
  }

  /** Ends the streams before any module takes time for its work under way. */
  async onModuleDestroy(): Promise<void> {
    this.isStopping = true;
    const { looks } = this;
    for (const [requestId, watchers] of this.streams)
      for (const stream of watchers) this.finish(requestId, stream);
    await looks?.stop();
  }

  private begin(): PeriodicTask {
    if (this.looks) return this.looks;
    this.looks = new PeriodicTask(
      () => this.look(),
      error => this.logger.warn({ err: error }, 'Could not look at watched requests'),
    );
    this.looks.start(LOOK_EVERY_MS);
    this.heartbeats = setInterval(() => {
      for (const watchers of this.streams.values()) for (const stream of watchers) stream.heartbeat();
    }, HEARTBEAT_EVERY_MS);
    return this.looks;
  }

  private async look(): Promise<void> {
    const now = performance.now();
    const versions = await this.dataSource.query<LookedAt[]>(
      `SELECT id, version, completed_at IS NOT NULL AS finished, deleted_at IS NOT NULL AS deleted
         FROM requests WHERE id = ANY($1)`,
      [[...this.streams.keys()]],
    );
    const known = new Map(versions.map(row => [row.id, row]));
    const changed: string[] = [];
    for (const [requestId, watchers] of this.streams) {
      const row = known.get(requestId);
      if (!row || row.deleted) for (const stream of watchers) this.finish(requestId, stream);
      else if ([...watchers].some(stream => stream.lacks(row.version, row.finished, now)))
        changed.push(requestId);
    }
    const requests = await this.dataSource.manager.findBy(RequestEntity, { id: In(changed) });
    // This runs for all at once, so that nobody waits for a request whose snapshot takes long.
    await Promise.all(requests.map(request => this.tell(request, now)));
  }

  private async tell(request: RequestEntity, now: number): Promise<void> {
    const status = await this.status.of(request);
    for (const stream of this.streams.get(request.id) ?? []) {
      stream.send(request.version, status, now);
      if (request.completedAt && stream.version === request.version) this.finish(request.id, stream);
    }
  }

  private finish(requestId: string, stream: EventStream): void {
    stream.end();
    this.remove(requestId, stream);
  }

  private remove(requestId: string, stream: EventStream): void {
    const watchers = this.streams.get(requestId);
    watchers?.delete(stream);
    if (watchers?.size === 0) this.streams.delete(requestId);
    if (this.streams.size > 0 || !this.looks) return;
    clearInterval(this.heartbeats);
    void this.looks.stop();
    this.looks = undefined;
  }
}

import { setTimeout as delay } from 'node:timers/promises';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { ShutdownSettings } from './shutdown.settings';

/**
 * The time that a stop may take. Modules end their work one after the other (`beforeApplicationShutdown`); for all of
 * them together to stay within this time, it is counted from the beginning of the stop (`onModuleDestroy`, where no
 * module waits).
 */
@Injectable()
export class ShutdownGrace implements OnModuleDestroy {
  private begunAt = 0;

  constructor(private readonly settings: ShutdownSettings) {}

  onModuleDestroy(): void {
    this.begunAt = performance.now();
  }

  /** Resolves when this share of the time, between 0 and 1, has passed since the stop began. */
  async spent(share: number): Promise<void> {
    const endsAt = this.begunAt + this.settings.SHUTDOWN_GRACE_MS * share;
    await delay(endsAt - performance.now(), undefined, { ref: false });
  }
}

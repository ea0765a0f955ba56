import { Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { PeriodicTask } from './periodic-task';

/** A periodic task of a module: it runs from the start of the program until its stop, which waits for it. */
export abstract class Sweep implements OnApplicationBootstrap, BeforeApplicationShutdown {
  protected readonly logger = new Logger(this.constructor.name);
  /** Set when the program stops: a long turn then ends early. */
  protected isStopping = false;
  private readonly task = new PeriodicTask(
    () => this.sweep(),
    error => this.failed(error),
  );

  /** @param failure the text to log when a turn throws; the next one comes all the same */
  constructor(
    private readonly everyMs: number,
    private readonly failure: string,
  ) {}

  /** Does one turn. */
  protected abstract sweep(): Promise<void>;

  onApplicationBootstrap(): void {
    this.task.start(this.everyMs);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    await this.task.stop();
  }

  /** Does a turn now, or once more after the one that is under way. */
  nudge(): void {
    this.task.nudge();
  }

  protected failed(error: unknown): void {
    this.logger.warn({ err: error }, this.failure);
  }
}

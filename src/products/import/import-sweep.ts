import { Injectable } from '@nestjs/common';
import { NIL } from 'uuid';
import { Sweep } from '../../common/periodic';
import { ImportClaims } from './import-claims';
import { ImportProducer } from './import.producer';

const SWEEP_MS = 2_000;

/** The most requests that are enqueued in one sweep. */
const BATCH = 100;

/** Finds imports that no process is at: the queue was away or emptied, or their process died. */
@Injectable()
export class ImportSweep extends Sweep {
  /**
   * The last import of the sweep before, behind which the next one goes on: however many wait in the queue, or fail again
   * and again, the turn of every other one comes.
   */
  private last: string = NIL;

  constructor(
    private readonly claims: ImportClaims,
    private readonly producer: ImportProducer,
  ) {
    super(SWEEP_MS, 'Could not look for imports to take up');
  }

  protected override async sweep(): Promise<void> {
    const found = await this.claims.unattended(this.last, BATCH);
    for (const waiting of found) await this.producer.enqueue(waiting);
    this.last = found[BATCH - 1]?.id ?? NIL;
  }
}

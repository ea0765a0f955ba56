import { Injectable } from '@nestjs/common';
import { Sweep } from '../../common/periodic';
import { ImportClaims } from './import-claims';
import { ImportProducer } from './import.producer';

const SWEEP_MS = 2_000;

/** The most requests that are enqueued in one sweep. */
const BATCH = 100;

/** Finds imports that no process is at: the queue was away or emptied, or their process died. */
@Injectable()
export class ImportSweep extends Sweep {
  constructor(
    private readonly claims: ImportClaims,
    private readonly producer: ImportProducer,
  ) {
    super(SWEEP_MS, 'Could not look for imports to take up');
  }

  protected override async sweep(): Promise<void> {
    for (const waiting of await this.claims.unattended(BATCH)) await this.producer.enqueue(waiting);
  }
}

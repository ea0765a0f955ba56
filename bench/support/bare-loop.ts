import type { Undoing } from './bench';
import { HelperProcess } from './helper-process';
import type { PictureSet } from './pictures';

export interface BareWork extends PictureSet {
  /** Beyond the number of pictures: from the beginning again. */
  count: number;
}

export interface BareRun {
  seconds: number;
  cpuSeconds: number;
  bytesOut: number;
}

/** A bare sharp loop in a process of its own. */
export class BareLoop {
  private readonly process: HelperProcess;

  constructor(undoing: Undoing) {
    this.process = HelperProcess.start(undoing, 'bare-loop-process');
  }

  run(work: BareWork): Promise<BareRun> {
    return this.process.ask(work);
  }
}

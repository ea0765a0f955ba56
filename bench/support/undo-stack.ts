import type { Undoing } from './bench';

type Step = () => Promise<void> | void;

/** What a case has started, so that it can be ended in reverse. */
export class UndoStack implements Undoing {
  private readonly steps: Step[] = [];

  readonly atEnd = (step: Step): void => void this.steps.push(step);

  /** Goes on when a step fails. @throws what the first one failed with */
  async undo(): Promise<void> {
    const failures: unknown[] = [];
    for (const step of this.steps.splice(0).reverse()) {
      try {
        await step();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  }
}

import type { BenchCase } from '../support/bench';
import { backlogCase } from './backlog';
import { fairnessCase } from './fairness';
import { firstImageCase } from './first-image';
import { growthCase } from './growth';
import { importCase } from './import';
import { picturesCase } from './pictures';
import { readingCase } from './reading';
import { slowPicturesCase } from './slow-pictures';
import { smallCase } from './small';
import { statusUnderLoadCase } from './status-under-load';
import { webhookCase } from './webhook';
import { workersCase } from './workers';

/** Every case by the name that it is called by, in the order of the table. */
export const CASES: Record<string, BenchCase> = {
  pictures: picturesCase,
  'slow-pictures': slowPicturesCase,
  small: smallCase,
  webhook: webhookCase,
  backlog: backlogCase,
  import: importCase,
  'first-image': firstImageCase,
  reading: readingCase,
  'status-under-load': statusUnderLoadCase,
  fairness: fairnessCase,
  growth: growthCase,
  workers: workersCase,
};

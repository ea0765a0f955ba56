import type { ValidationReport } from '../api/types';
import { verdictOf } from './verdict';

const report = (part: Partial<ValidationReport>): ValidationReport => ({
  valid: true,
  total_products: 2,
  total_images: 3,
  total_errors: 0,
  errors: [],
  columns: [],
  delimiter: ',',
  encoding: 'utf-8',
  ...part,
});

it.each([
  ['a file without problems', report({}), 'clean', 'Compress 3 pictures'],
  ['one with bad rows', report({ total_errors: 4 }), 'skippable', 'Process the valid rows (3 pictures)'],
  ['one that cannot be read', report({ valid: false, total_errors: 1 }), 'hopeless', null],
])('%s leads to what can be done with it', (_, given, kind, action) => {
  expect(verdictOf(given)).toMatchObject({ kind, action });
});

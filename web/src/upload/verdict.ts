import type { ValidationReport } from '../api/types';
import { count, whole } from '../format/numbers';

export interface Verdict {
  kind: 'clean' | 'skippable' | 'hopeless';
  title: string;
  detail: string;
  /** The text of the button; null where there is nothing to begin. */
  action: string | null;
}

/** Says what a validation report, made with `on_invalid=skip`, means for the person who dropped the file. */
export function verdictOf(report: ValidationReport): Verdict {
  const { total_products: products, total_images: images, total_errors: errors } = report;
  const inside = `${count(products, 'product')} with ${count(images, 'picture')}`;
  if (!report.valid) {
    const title =
      errors === 1
        ? 'There is a problem with this file'
        : `There are ${whole(errors)} problems with this file`;
    return { kind: 'hopeless', title, detail: 'Fix it and drop it again.', action: null };
  }
  if (errors > 0) {
    return {
      kind: 'skippable',
      title: `${count(errors, 'problem')} found`,
      detail: `Fix the file and drop it again, or go on with ${inside}: the rows below are left out, and listed for you at the end.`,
      action: `Process the valid rows (${count(images, 'picture')})`,
    };
  }
  return {
    kind: 'clean',
    title: inside,
    detail: 'Every row is fine.',
    action: `Compress ${count(images, 'picture')}`,
  };
}

import type { ReactNode } from 'react';
import classes from './mark.module.css';

export type MarkTone = 'good' | 'bad' | 'mixed' | 'busy' | 'calm';

/** A round sign that shows at a glance how things are; words beside it say it. */
export function Mark({ tone, children }: { tone: MarkTone; children: ReactNode }) {
  return (
    <span className={classes.mark} data-tone={tone}>
      {children}
    </span>
  );
}

import { Progress, VisuallyHidden } from '@mantine/core';
import type { RequestStatus } from '../api/types';
import { whole } from '../format/numbers';
import classes from './request-summary.module.css';

/** The progress, divided by the results of the pictures. */
export function ProgressBar({ status }: { status: RequestStatus }) {
  const { total, completed, failed, cancelled } = status.image_counts;
  const isRunning = status.completed_at === null;
  const share = (part: number) => (part / total) * 100;
  const done = Math.floor(status.progress * 100);
  return (
    <div
      className={classes.bar}
      role="progressbar"
      aria-label="Progress"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={done}
      aria-valuetext={`${done} %: ${whole(completed)} ready, ${whole(failed)} failed, of ${whole(total)}`}
    >
      <Progress.Root size={14} radius="xl" transitionDuration={250} role="presentation">
        <Section value={share(completed)} color="var(--good-solid)" isMoving={isRunning} />
        <Section value={share(failed)} color="var(--bad-solid)" />
        <Section value={share(cancelled)} color="var(--rest)" />
      </Progress.Root>
      <VisuallyHidden>{done} %</VisuallyHidden>
    </div>
  );
}

function Section({ value, color, isMoving = false }: { value: number; color: string; isMoving?: boolean }) {
  return (
    <Progress.Section value={value} color={color} animated={isMoving} withAria={false} role="presentation" />
  );
}

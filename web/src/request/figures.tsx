import type { ReactNode } from 'react';
import type { RequestStatus } from '../api/types';
import { bytes, count, percent, whole } from '../format/numbers';
import { duration } from '../format/times';
import classes from './request-summary.module.css';
import { isHeldUp, paceText, secondsLeft } from './speed';
import { averageText, secondsTaken } from './time-taken';
import { useSpeed } from './use-speed';

/** Counts, speed, time and savings: as they change while it runs, and the whole at the end. */
export function Figures({ status }: { status: RequestStatus }) {
  const { completed, failed, cancelled, total } = status.image_counts;
  const { input, output, saved_percent } = status.bytes;
  const products = count(status.total_products, 'product');
  return (
    <dl className={classes.figures}>
      <Figure name="Ready" note={`of ${count(total, 'picture')} in ${products}`}>
        {whole(completed)}
      </Figure>
      <Figure name="Failed" note={failed === 0 ? 'none' : `${percent((failed / total) * 100)} of all`}>
        {whole(failed)}
      </Figure>
      {status.completed_at === null ? (
        <Pace status={status} remaining={total - completed - failed - cancelled} />
      ) : (
        <Figure name="Took" note={averageText(status)}>
          {duration(secondsTaken(status))}
        </Figure>
      )}
      <Figure
        name="Saved"
        note={input === 0 ? 'nothing is done yet' : `${bytes(input)} became ${bytes(output)}`}
      >
        {input === 0 ? '–' : percent(saved_percent)}
      </Figure>
    </dl>
  );
}

function Pace({ status, remaining }: { status: RequestStatus; remaining: number }) {
  const speed = useSpeed(status);
  const left = isHeldUp(status.waiting, remaining) ? null : secondsLeft(remaining, speed, status.eta_seconds);
  return (
    <Figure name="Time left" note={paceText(speed, isHeldUp(status.waiting, remaining))}>
      {left === null ? '…' : duration(left)}
    </Figure>
  );
}

function Figure({ name, note, children }: { name: string; note: string; children: ReactNode }) {
  return (
    <div className={classes.figure}>
      <dt>{name}</dt>
      <dd>
        {children}
        <small>{note}</small>
      </dd>
    </div>
  );
}

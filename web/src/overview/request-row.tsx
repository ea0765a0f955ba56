import { Progress } from '@mantine/core';
import { Link } from 'wouter';
import type { RequestStatus } from '../api/types';
import { bytes, change, count, whole } from '../format/numbers';
import { ago, moment } from '../format/times';
import { headline } from '../request/headline';
import { Icon } from '../shell/icons';
import classes from './overview.module.css';

const STATES: Record<RequestStatus['status'], string> = {
  pending: 'waiting',
  processing: 'running',
  completed: 'done',
  failed: 'failed',
  cancelled: 'stopped',
};

/** A request in a line: its state, and what it saved. */
export function RequestRow({ status }: { status: RequestStatus }) {
  const { request_id, filename, created_at, image_counts, bytes: size } = status;
  return (
    <li>
      <Link href={`/requests/${request_id}`} className={classes.row}>
        <span className={classes.what}>
          <span className={classes.dot} data-tone={headline(status).tone} />
          <span className={classes.names}>
            <span className={classes.name} dir="auto">
              {filename}
            </span>
            <span className={classes.small} title={moment(created_at)}>
              {ago(created_at, new Date())}, {STATES[status.status]}
            </span>
          </span>
        </span>
        <span className={classes.progress}>
          <Bar status={status} />
          <span className={classes.small}>
            {whole(image_counts.completed)} of {count(image_counts.total, 'picture')} ready
            {image_counts.failed > 0 && `, ${whole(image_counts.failed)} failed`}
          </span>
        </span>
        <span className={classes.saved}>
          <span className={classes.percent}>{size.input === 0 ? '–' : change(size.saved_percent)}</span>
          <span className={classes.small}>
            {size.input === 0 ? 'nothing yet' : `${bytes(size.input - size.output)} less`}
          </span>
        </span>
        <span className={classes.go}>
          <Icon name="right" />
        </span>
      </Link>
    </li>
  );
}

/** A sign of the state; the words beside it say the same. */
function Bar({ status: { image_counts: counts } }: { status: RequestStatus }) {
  const share = (part: number) => (part / counts.total) * 100;
  return (
    <Progress.Root size={6} radius="xl" className={classes.bar} aria-hidden="true">
      <Progress.Section value={share(counts.completed)} color="var(--good-solid)" withAria={false} />
      <Progress.Section value={share(counts.failed)} color="var(--bad-solid)" withAria={false} />
    </Progress.Root>
  );
}

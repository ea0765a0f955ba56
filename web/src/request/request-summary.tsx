import type { RequestStatus } from '../api/types';
import { moment } from '../format/times';
import { Icon, type IconName } from '../shell/icons';
import { Mark, type MarkTone } from '../shell/mark';
import { Panel } from '../shell/panel';
import { Actions } from './actions';
import { Figures } from './figures';
import { headline } from './headline';
import { ProgressBar } from './progress-bar';
import classes from './request-summary.module.css';
import { WaitingHosts } from './waiting-hosts';

const ICONS: Record<MarkTone, IconName> = {
  busy: 'bolt',
  good: 'check',
  mixed: 'alert',
  bad: 'alert',
  calm: 'stop',
};

/** The state of a catalogue, and what can be done with it. */
export function RequestSummary({ status }: { status: RequestStatus }) {
  const { tone, title, detail } = headline(status);
  return (
    <Panel aria-labelledby="summary">
      <div className={classes.head}>
        <Mark tone={tone}>
          <Icon name={ICONS[tone]} size={22} />
        </Mark>
        <div className={classes.words}>
          <p className={classes.file}>
            <strong dir="auto">{status.filename}</strong>
            <span>
              {moment(status.created_at)}
              {status.run > 1 && ` · run ${status.run}`}
            </span>
          </p>
          <h1 className={classes.title} id="summary">
            {title}
          </h1>
          <p className={classes.detail}>{detail}</p>
        </div>
      </div>
      <ProgressBar status={status} />
      <Figures status={status} />
      {status.completed_at === null && <WaitingHosts waiting={status.waiting} />}
      {/* Anew for each state: why a cancel failed says nothing of a request that has finished since. */}
      <Actions key={`${status.run} ${status.completed_at}`} status={status} />
    </Panel>
  );
}

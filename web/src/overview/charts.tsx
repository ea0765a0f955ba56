import type { RequestStatus } from '../api/types';
import { bytes, count, percent, savedPercent, whole } from '../format/numbers';
import { failureGroups } from '../results/failure-causes';
import { Panel } from '../shell/panel';
import { BytesChart } from './bytes-chart';
import classes from './charts.module.css';
import { totalsOf } from './totals';

const MOST_COLUMNS = 24;

/** Charts of what the catalogues saved together, and why pictures failed. */
export function Charts({ requests, isAll }: { requests: RequestStatus[]; isAll: boolean }) {
  const totals = totalsOf(requests);
  const withBytes = requests.filter(({ bytes: { input } }) => input > 0).slice(0, MOST_COLUMNS);
  const groups = failureGroups(requests);
  if (withBytes.length === 0 && groups.length === 0) return null;
  const of = isAll ? 'over all your catalogues' : `over the newest ${count(requests.length, 'catalogue')}`;
  return (
    <section aria-labelledby="so-far">
      <h2 className={classes.title} id="so-far">
        So far
      </h2>
      <div className={classes.cards}>
        {withBytes.length > 0 && (
          <Panel aria-labelledby="saved">
            <h3 className={classes.head} id="saved">
              Bytes saved
            </h3>
            <p className={classes.big}>{bytes(totals.bytesIn - totals.bytesOut)}</p>
            <p className={classes.note}>
              {percent(savedPercent(totals.bytesIn, totals.bytesOut) ?? 0)} of {bytes(totals.bytesIn)}, in{' '}
              {count(totals.ready, 'picture')}, {of}
            </p>
            <BytesChart requests={withBytes.toReversed()} />
          </Panel>
        )}
        {groups.length > 0 && (
          <Panel aria-labelledby="causes">
            <h3 className={classes.head} id="causes">
              Pictures that failed
            </h3>
            <p className={classes.big}>{whole(totals.failed)}</p>
            <p className={classes.note}>by cause, {of}</p>
            <Causes groups={groups} />
          </Panel>
        )}
      </div>
    </section>
  );
}

function Causes({ groups }: { groups: ReturnType<typeof failureGroups> }) {
  const most = groups[0]?.count ?? 1;
  return (
    <ul className={classes.causes}>
      {groups.map(({ code, title, count: number }) => (
        <li key={code}>
          <div className={classes.cause}>
            <span>{title}</span>
            <strong className="figures">{whole(number)}</strong>
          </div>
          <div className={classes.track}>
            <div className={classes.fill} style={{ width: `${Math.max(2, (number / most) * 100)}%` }} />
          </div>
        </li>
      ))}
    </ul>
  );
}

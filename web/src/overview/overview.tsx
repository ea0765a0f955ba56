import { ErrorNote } from '../shell/error-note';
import { later } from '../shell/later';
import { Loading } from '../shell/loading';
import { Panel } from '../shell/panel';
import { ShowOlder } from '../shell/show-older';
import classes from './overview.module.css';
import { RequestRow } from './request-row';
import { useRequests } from './use-requests';

const Charts = later('charts', async () => (await import('./charts')).Charts);

/** Earlier catalogues, and what they saved together. Nothing while there are none. */
export function Overview() {
  const { requests, ...query } = useRequests();
  const { error, isPending, refetch, hasNextPage } = query;
  if (error && requests.length === 0) return <ErrorNote error={error} onRetry={() => void refetch()} />;
  if (isPending) return <Loading what="catalogues" />;
  if (requests.length === 0) return null;
  return (
    <div className={classes.overview}>
      <section aria-labelledby="catalogues">
        <h2 className={classes.title} id="catalogues">
          Your catalogues
        </h2>
        <Panel className={classes.table}>
          <ul className={classes.list}>
            {requests.map(status => (
              <RequestRow key={status.request_id} status={status} />
            ))}
          </ul>
          <ShowOlder query={query} />
        </Panel>
      </section>
      <Charts requests={requests} isAll={!hasNextPage} />
    </div>
  );
}

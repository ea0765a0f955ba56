import { Stack } from '@mantine/core';
import { Problem } from '../api/problem';
import { Results } from '../results/results';
import { ErrorNote } from '../shell/error-note';
import { Loading } from '../shell/loading';
import { NotFound } from '../shell/not-found';
import { useTitle } from '../shell/use-title';
import { ConnectionNote } from './connection-note';
import { RequestSummary } from './request-summary';
import { tabTitle } from './tab-title';
import { useFinishedNote } from './use-finished-note';
import { useRequest } from './use-request';

/** One catalogue: its progress, its result, and its pictures. */
export function RequestPage({ id }: { id: string }) {
  const { status, error, retry, connection, isRunning } = useRequest(id);
  useTitle(status ? tabTitle(status) : null);
  useFinishedNote(status);
  if (error instanceof Problem && error.status === 404) return <NotFound what="This catalogue is not here" />;
  if (!status) return error ? <ErrorNote error={error} onRetry={retry} /> : <Loading what="catalogue" />;
  return (
    <>
      <ConnectionNote connection={connection} isRunning={isRunning} />
      <Stack gap={20}>
        <RequestSummary status={status} />
        <Results status={status} />
      </Stack>
    </>
  );
}

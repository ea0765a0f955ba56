import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { cancelRequest, retryRequest } from '../api/calls';
import type { RequestStatus } from '../api/types';
import { count } from '../format/numbers';
import { ErrorNote } from '../shell/error-note';
import { Icon, type IconName } from '../shell/icons';
import { DeleteDialog } from './delete-dialog';
import { NotifyButton } from './notify-button';
import classes from './request-summary.module.css';
import { statusKey } from './use-request';

/** The actions that a request allows now; the most likely first. */
export function Actions({ status }: { status: RequestStatus }) {
  const { request_id: id } = status;
  const client = useQueryClient();
  const onSuccess = (changed: RequestStatus) => {
    client.setQueryData(statusKey(id), changed);
    void client.invalidateQueries({ queryKey: ['requests'] });
    void client.invalidateQueries({ queryKey: ['products', id] });
  };
  // A refusal says that the request is not as it is shown here: another tab may have stopped or deleted it.
  const onError = () => void client.invalidateQueries({ queryKey: statusKey(id) });
  const cancel = useMutation({ mutationFn: () => cancelRequest(id), onSuccess, onError });
  const retry = useMutation({ mutationFn: () => retryRequest(id), onSuccess, onError });
  const error = cancel.error ?? retry.error;
  return (
    <>
      {status.completed_at === null ? (
        <div className={classes.actions}>
          <Button
            variant="default"
            leftSection={<Icon name="stop" />}
            loading={cancel.isPending}
            disabled={status.cancel_requested_at !== null}
            onClick={() => cancel.mutate()}
          >
            Cancel
          </Button>
          <NotifyButton />
        </div>
      ) : (
        <Finished status={status} onRetry={() => retry.mutate()} isRetrying={retry.isPending} />
      )}
      {error && <ErrorNote error={error} />}
    </>
  );
}

interface FinishedProps {
  status: RequestStatus;
  onRetry: () => void;
  isRetrying: boolean;
}

function Finished({ status, onRetry, isRetrying }: FinishedProps) {
  const [asks, setAsks] = useState(false);
  const { completed, failed, cancelled } = status.image_counts;
  const { request_id: id } = status;
  const again = failed + cancelled;
  return (
    <div className={classes.actions}>
      {completed > 0 && <Take href={`/api/archive/${id}`} icon="download" name="Download ZIP" isFirst />}
      <Take href={`/api/download/${id}`} icon="table" name="Output CSV" />
      {status.failed_csv_url !== null && (
        <Take href={`/api/download/${id}/failed`} icon="alert" name="Failed rows CSV" />
      )}
      {again > 0 && (
        <Button variant="default" leftSection={<Icon name="retry" />} loading={isRetrying} onClick={onRetry}>
          Try {count(again, 'picture')} again
        </Button>
      )}
      <span className={classes.spring} />
      <Button variant="subtle" color="red" leftSection={<Icon name="trash" />} onClick={() => setAsks(true)}>
        Delete
      </Button>
      <DeleteDialog status={status} opened={asks} onClose={() => setAsks(false)} />
    </div>
  );
}

function Take({
  href,
  icon,
  name,
  isFirst = false,
}: {
  href: string;
  icon: IconName;
  name: string;
  isFirst?: boolean;
}) {
  return (
    <Button
      component="a"
      href={href}
      download
      variant={isFirst ? 'filled' : 'default'}
      leftSection={<Icon name={icon} />}
    >
      {name}
    </Button>
  );
}

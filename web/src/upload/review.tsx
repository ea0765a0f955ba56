import { Button, FileButton, Progress, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { Problem } from '../api/problem';
import { bytes, percent } from '../format/numbers';
import { RequestPage } from '../pages';
import { ErrorNote } from '../shell/error-note';
import { Icon } from '../shell/icons';
import { Panel } from '../shell/panel';
import { CheckResult } from './check-result';
import { areRight, DEFAULT_OPTIONS } from './options';
import { OptionsForm } from './options-form';
import { PreviewPanel } from './preview-panel';
import classes from './review.module.css';
import { useDroppedFile } from './use-dropped-file';
import { useUpload } from './use-upload';
import { useValidation } from './use-validation';
import { verdictOf } from './verdict';

/** The step between choosing a file and starting: what is in it, what is wrong with it, and how to compress it. */
export function Review({ file, onFile }: { file: File; onFile: (file: File | null) => void }) {
  const [, navigate] = useLocation();
  const client = useQueryClient();
  const [options, setOptions] = useState(DEFAULT_OPTIONS);
  const { report, sent, error, again } = useValidation(file);
  const upload = useUpload(file);
  useDroppedFile(upload.isPending ? ignore : onFile);
  const isShown = useShown();
  useEffect(() => RequestPage.preload(), []);
  const verdict = report && verdictOf(report);
  const begin = async () => {
    const { request_id } = await upload.mutateAsync({ options, skipInvalid: verdict?.kind === 'skippable' });
    void client.invalidateQueries({ queryKey: ['requests'] });
    // In the place of the file, so that Back leads to the start; and nobody is fetched back who has gone elsewhere.
    if (isShown.current) navigate(`/requests/${request_id}`, { replace: true });
  };
  return (
    <Stack gap={20}>
      <FileBar file={file} onFile={onFile} isBusy={upload.isPending} />
      {error ? (
        <ErrorNote error={error} onRetry={isOfFile(error) ? undefined : again} />
      ) : (
        <CheckResult report={report} sent={sent} />
      )}
      {verdict?.action && (
        <>
          <div className={classes.columns}>
            <OptionsForm options={options} onChange={setOptions} />
            <PreviewPanel
              file={file}
              delimiter={report?.delimiter ?? ','}
              headers={report?.columns ?? []}
              options={options}
            />
          </div>
          <div className={classes.action}>
            {upload.error && !isStopped(upload.error) && (
              <div className={classes.refusal}>
                <ErrorNote error={upload.error} />
              </div>
            )}
            {upload.isPending ? (
              <Sending sent={upload.sent} size={file.size} onStop={upload.stop} />
            ) : (
              <>
                <Text className={`${classes.grow} ${classes.hint}`} size="sm" c="dimmed">
                  {verdict.kind === 'clean'
                    ? 'You can close the page at any time: the work goes on, and you find it again at the start.'
                    : 'The rows that are left out come back as a CSV, with the reason for each.'}
                </Text>
                <Button
                  size="md"
                  classNames={{ root: classes.begin, label: classes.beginLabel }}
                  onClick={() => void begin().catch(() => undefined)}
                  disabled={!areRight(options)}
                >
                  {verdict.action}
                </Button>
              </>
            )}
          </div>
        </>
      )}
    </Stack>
  );
}

const isStopped = (error: Error) => error.name === 'AbortError';
const ignore = () => undefined;

/** Whether a check was refused because of the file itself: the same one is refused again. */
const isOfFile = (error: unknown) => error instanceof Problem && [400, 413, 415, 422].includes(error.status);

/** Whether the component that asks is still there. */
function useShown() {
  const isShown = useRef(false);
  useEffect(() => {
    isShown.current = true;
    return () => void (isShown.current = false);
  }, []);
  return isShown;
}

function FileBar({
  file,
  onFile,
  isBusy,
}: {
  file: File;
  onFile: (file: File | null) => void;
  isBusy: boolean;
}) {
  return (
    <Panel className={classes.file} aria-label="Your file">
      <span className={classes.fileIcon}>
        <Icon name="table" size={24} />
      </span>
      <div className={classes.names}>
        <h1 className={classes.name} dir="auto">
          {file.name}
        </h1>
        <Text size="sm" c="dimmed">
          {bytes(file.size)}
        </Text>
      </div>
      <FileButton
        onChange={next => next && onFile(next)}
        accept=".csv,.tsv"
        disabled={isBusy}
        inputProps={{ 'aria-label': 'Another CSV file' }}
      >
        {props => (
          <Button {...props} variant="default" disabled={isBusy}>
            Choose another
          </Button>
        )}
      </FileButton>
      <Button variant="subtle" color="gray" onClick={() => onFile(null)} disabled={isBusy}>
        Back
      </Button>
    </Panel>
  );
}

function Sending({ sent, size, onStop }: { sent: number; size: number; onStop: () => void }) {
  const done = Math.floor(sent * 100);
  return (
    <>
      <div className={classes.grow}>
        <Text size="sm" fw={560} mb={6} className="figures">
          {sent < 1
            ? `Uploading: ${bytes(sent * size)} of ${bytes(size)} (${percent(done)})`
            : 'Uploaded. It is being checked and stored …'}
        </Text>
        <Progress value={done} aria-label="Upload" animated={sent >= 1} />
      </div>
      <Button variant="default" onClick={onStop}>
        Stop
      </Button>
    </>
  );
}

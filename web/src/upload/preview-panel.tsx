import { Button, Center, Loader, Text, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type CSSProperties, useState } from 'react';
import { previewImage } from '../api/calls';
import type { Preview } from '../api/types';
import { Compare } from '../compare/compare';
import { dataUrl } from '../compare/data-url';
import { bytes, change } from '../format/numbers';
import { ErrorNote } from '../shell/error-note';
import { Panel } from '../shell/panel';
import { previewFields, type UploadOptions } from './options';
import classes from './preview-panel.module.css';
import { useSampleLinks } from './use-sample-links';

/** The wait before a preview: nobody sees single steps of a slider, and each preview is work. */
const CALM_MS = 350;

interface Props {
  file: File;
  /** The delimiter of its cells. */
  delimiter: string;
  /** The headers of its columns. */
  headers: readonly string[];
  options: UploadOptions;
}

/** One picture of the file, before and after, with the options as they are now. */
export function PreviewPanel({ file, delimiter, headers, options }: Props) {
  const links = useSampleLinks(file, delimiter, headers);
  const [chosen, setChosen] = useState(0);
  const url = links?.[chosen % links.length];
  const [fields] = useDebouncedValue(
    url === undefined ? null : JSON.stringify(previewFields(url, options)),
    CALM_MS,
  );
  const preview = useQuery({
    queryKey: ['preview', fields],
    queryFn: ({ signal }) =>
      previewImage(JSON.parse(fields ?? '') as ReturnType<typeof previewFields>, signal),
    enabled: fields !== null,
    staleTime: Infinity,
    // Answers contain pictures: only the one that shows is worth its memory.
    gcTime: 30_000,
    placeholderData: keepPreviousData,
    retry: 1,
  });
  return (
    <Panel className={classes.panel} aria-labelledby="preview">
      <div className={classes.head}>
        <Title order={2} size="h4" id="preview">
          See it on one of your pictures
        </Title>
        {links && links.length > 1 && (
          <Button size="xs" variant="default" onClick={() => setChosen(chosen + 1)}>
            Another picture
          </Button>
        )}
      </div>
      <div className={classes.stage} aria-live="polite" aria-busy={preview.isFetching}>
        {preview.error ? (
          <ErrorNote error={preview.error} onRetry={() => void preview.refetch()} />
        ) : preview.data ? (
          <Picture preview={preview.data} isStale={preview.isPlaceholderData} />
        ) : links?.length === 0 ? (
          <Center c="dimmed">No link to try was found at the beginning of the file.</Center>
        ) : (
          <Center>
            <Loader aria-label="Fetching a picture" role="status" />
          </Center>
        )}
      </div>
      {url !== undefined && <Text className={classes.link}>{url}</Text>}
    </Panel>
  );
}

function Picture({ preview, isStale }: { preview: Preview; isStale: boolean }) {
  const { before, after, bytes_in, bytes_out, saved_percent, width, height, format, outcome } = preview;
  return (
    <div className={isStale ? classes.stale : undefined}>
      <div className={`${classes.figures} figures`}>
        <span className={`${classes.saved} ${saved_percent < 0 ? classes.grew : ''}`}>
          {change(saved_percent)}
        </span>
        <span>
          {bytes(bytes_in)} → {bytes(bytes_out)}
        </span>
        <Text span c="dimmed" size="sm">
          {width} × {height} · {format.toUpperCase()}
          {outcome === 'kept_original' && ' · already as small as can be, so it is kept'}
        </Text>
      </div>
      {before && after ? (
        <div className={classes.picture} style={{ '--ratio': width / height } as CSSProperties}>
          <Compare
            name="The picture"
            ratio={width / height}
            before={{ src: dataUrl(before), label: `Before · ${bytes(bytes_in)}` }}
            after={{ src: dataUrl(after), label: `After · ${bytes(bytes_out)}` }}
          />
        </div>
      ) : (
        <Center c="dimmed">The picture is too large to show here.</Center>
      )}
    </div>
  );
}

import { Button, FileButton, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Icon } from '../shell/icons';
import classes from './drop-zone.module.css';
import { useDroppedFile } from './use-dropped-file';

const KINDS = '.csv,.tsv,text/csv,text/tab-separated-values';

/** Takes a file that is dropped (on it, or anywhere on the page), or chosen. */
export function DropZone({ onFile, children }: { onFile: (file: File) => void; children?: ReactNode }) {
  const isOver = useDroppedFile(onFile);
  return (
    <div className={classes.zone} data-over={isOver || undefined}>
      <span className={classes.badge}>
        <Icon name="upload" size={30} />
      </span>
      <div>
        <Text fw={620} fz={19}>
          {isOver ? 'Let go to check it' : 'Drop your CSV here'}
        </Text>
        <Text c="dimmed" size="sm" mt={4}>
          with a column for product names and one for image links. It is checked at once, and nothing starts
          before you say so.
        </Text>
      </div>
      <FileButton
        onChange={file => file && onFile(file)}
        accept={KINDS}
        inputProps={{ 'aria-label': 'CSV file' }}
      >
        {props => (
          <Button {...props} size="md">
            Choose a file
          </Button>
        )}
      </FileButton>
      {children}
    </div>
  );
}

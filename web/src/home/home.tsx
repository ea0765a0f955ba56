import { useState } from 'react';
import { Overview } from '../overview/overview';
import { useFocusOnChange } from '../shell/use-focus-on-change';
import { useTitle } from '../shell/use-title';
import { Start } from '../upload/start';
import { Review } from '../upload/review';
import classes from './home.module.css';

/** The start: a place to drop a catalogue, and the list of earlier ones. */
export function Home() {
  const [file, setFile] = useState<File | null>(null);
  useTitle(file?.name ?? null);
  const key = file && `${file.name}/${file.lastModified}`;
  const content = useFocusOnChange<HTMLDivElement>(key ?? 'start');
  return (
    <div ref={content} className={classes.content} tabIndex={-1}>
      {file ? (
        <Review key={key} file={file} onFile={setFile} />
      ) : (
        <>
          <Start onFile={setFile} />
          <Overview />
        </>
      )}
    </div>
  );
}

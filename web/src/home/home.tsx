import { useState } from 'react';
import { useLocation } from 'wouter';
import { useHistoryState } from 'wouter/use-browser-location';
import { Overview } from '../overview/overview';
import { useFocusOnChange } from '../shell/use-focus-on-change';
import { useTitle } from '../shell/use-title';
import { Start } from '../upload/start';
import { Review } from '../upload/review';
import classes from './home.module.css';

/** Marks the place in the browser's history where a file is looked over: Back leads from it to the start. */
const REVIEW = { isReview: true };

/** The start: a place to drop a catalogue, and the list of earlier ones. */
export function Home() {
  const [chosen, setChosen] = useState<File | null>(null);
  const [, navigate] = useLocation();
  const isReview = useHistoryState<Partial<typeof REVIEW> | null>()?.isReview === true;
  const file = isReview ? chosen : null;
  const setFile = (next: File | null) => {
    if (next === null) return history.back();
    setChosen(next);
    navigate('/', { state: REVIEW, replace: isReview });
  };
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

import { useState } from 'react';
import { Overview } from '../overview/overview';
import { useTitle } from '../shell/use-title';
import { Start } from '../upload/start';
import { Review } from '../upload/review';

/** Where a catalogue is dropped, and where those from before are found again. */
export function Home() {
  const [file, setFile] = useState<File | null>(null);
  useTitle(file?.name ?? null);
  if (file) return <Review key={`${file.name}/${file.lastModified}`} file={file} onFile={setFile} />;
  return (
    <>
      <Start onFile={setFile} />
      <Overview />
    </>
  );
}

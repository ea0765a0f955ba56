import { useEffect, useState } from 'react';
import { headOf, imageLinks } from './image-links';

/** A few pictures of a file to try the options on; null until it has been read. */
export function useSampleLinks(file: File, delimiter: string, headers: readonly string[]): string[] | null {
  const [links, setLinks] = useState<string[] | null>(null);
  useEffect(() => {
    let isCurrent = true;
    headOf(file).then(
      text => isCurrent && setLinks(imageLinks(text, delimiter, headers)),
      () => isCurrent && setLinks([]),
    );
    return () => {
      isCurrent = false;
    };
  }, [file, delimiter, headers]);
  return links;
}

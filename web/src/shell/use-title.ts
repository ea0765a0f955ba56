import { useEffect } from 'react';

/** Sets the title of the browser's tab. */
export function useTitle(title: string | null): void {
  useEffect(() => {
    document.title = title === null ? 'Darkroom' : `${title} – Darkroom`;
  }, [title]);
}

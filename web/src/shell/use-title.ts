import { useEffect } from 'react';

/** What the browser's tab says. */
export function useTitle(title: string | null): void {
  useEffect(() => {
    document.title = title === null ? 'Darkroom' : `${title} – Darkroom`;
  }, [title]);
}

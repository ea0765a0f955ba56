import { type RefObject, useEffect, useRef } from 'react';

/**
 * Moves the focus to an element when its content is replaced: the button that led there is gone, and screen readers
 * would be left at nothing.
 */
export function useFocusOnChange<T extends HTMLElement>(what: string): RefObject<T | null> {
  const element = useRef<T>(null);
  const before = useRef(what);
  useEffect(() => {
    if (before.current !== what) element.current?.focus({ preventScroll: true });
    before.current = what;
  }, [what]);
  return element;
}

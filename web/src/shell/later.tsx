import { type ComponentType, lazy, Suspense } from 'react';
import { Loading } from './loading';

/**
 * A part of the page that is loaded when it is first shown. It waits within a boundary of its own: what was in its
 * place before is gone by then, rather than kept hidden, to come back as it was where somebody returns too soon.
 * @param what it is, for whoever waits
 */
export function later<Props extends object>(what: string, load: () => Promise<ComponentType<Props>>) {
  const Part = lazy(async () => ({ default: await load() }));
  return function Later(props: Props) {
    return (
      <Suspense fallback={<Loading what={what} />}>
        <Part {...props} />
      </Suspense>
    );
  };
}

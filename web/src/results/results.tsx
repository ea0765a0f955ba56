import type { RequestStatus } from '../api/types';
import { FailurePanel } from './failure-panel';
import { ProductBrowser } from './product-browser';

/** The results of a catalogue: failures by cause, and every product with its pictures. */
export function Results({ status }: { status: RequestStatus }) {
  return (
    <>
      <FailurePanel status={status} />
      <ProductBrowser status={status} />
    </>
  );
}

import { NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useEffect, useRef, useState } from 'react';
import type { ProductFilter } from '../api/calls';
import type { Product, RequestStatus, WorkStatus } from '../api/types';
import { ErrorNote } from '../shell/error-note';
import { Icon } from '../shell/icons';
import { Panel } from '../shell/panel';
import classes from './product-browser.module.css';
import { ProductGrid } from './product-grid';
import { ProductViewer } from './product-viewer';
import { useAllProducts } from './use-all-products';
import { useFilter } from './use-filter';
import { useFoundProducts } from './use-found-products';
import { useFreshProducts } from './use-fresh-products';

export const PRODUCTS_HEADING = 'products';
const TYPING_MS = 300;

/** Every product of a request with its pictures, to be filtered, searched and looked at closely. */
export function ProductBrowser({ status }: { status: RequestStatus }) {
  const [filter, setFilter] = useFilter();
  const [open, setOpen] = useState<Product | null>(null);
  const isFiltered = Object.keys(filter).length > 0;
  useFreshProducts(status);
  const all = useAllProducts(status);
  const found = useFoundProducts(status.request_id, filter, isFiltered);
  const source = isFiltered ? found : all;
  return (
    <section aria-labelledby={PRODUCTS_HEADING}>
      <div className={classes.bar}>
        <h2 className={classes.title} id={PRODUCTS_HEADING}>
          Products
        </h2>
        <span className={classes.spring} />
        <StateSelect status={status} filter={filter} onChange={setFilter} />
        <SearchField filter={filter} onChange={setFilter} />
      </div>
      {source.length === 0 && !source.isLoading && !source.error ? (
        <Panel className={classes.nothing}>No product is like that. Change the filter or the search.</Panel>
      ) : (
        <div>
          <ProductGrid source={source} onOpen={setOpen} />
          {source.error !== null && (
            <div className={classes.problem}>
              <ErrorNote error={source.error} onRetry={source.retry} />
            </div>
          )}
        </div>
      )}
      <ProductViewer requestId={status.request_id} product={open} onClose={() => setOpen(null)} />
    </section>
  );
}

interface FilterProps {
  filter: ProductFilter;
  onChange: (filter: ProductFilter) => void;
}

const STATES: { value: WorkStatus; label: string }[] = [
  { value: 'completed', label: 'With a ready picture' },
  { value: 'failed', label: 'With a failed picture' },
  { value: 'processing', label: 'Being worked on' },
  { value: 'pending', label: 'With a waiting picture' },
  { value: 'cancelled', label: 'With a cancelled picture' },
];

function StateSelect({ status, filter, onChange }: FilterProps & { status: RequestStatus }) {
  const offered = STATES.filter(({ value }) => status.image_counts[value] > 0 || filter.status === value);
  return (
    <NativeSelect
      aria-label="Show products"
      data={[{ value: '', label: 'All products' }, ...offered]}
      value={filter.status ?? ''}
      onChange={({ currentTarget: { value } }) =>
        onChange({ ...filter, status: (value || undefined) as WorkStatus | undefined })
      }
    />
  );
}

function SearchField({ filter, onChange }: FilterProps) {
  const { q = '' } = filter;
  const [text, setText] = useState(q);
  const searched = useRef(q);
  const search = useDebouncedCallback((next: string) => {
    searched.current = next;
    onChange({ ...filter, q: next });
  }, TYPING_MS);
  // Only a change made elsewhere is taken over: a search from here may have been typed on meanwhile.
  useEffect(() => {
    if (q === searched.current) return;
    searched.current = q;
    search.cancel();
    setText(q);
  }, [q, search]);
  return (
    <TextInput
      className={classes.search}
      type="search"
      aria-label="Search products"
      placeholder="Name or link"
      leftSection={<Icon name="search" size={16} />}
      maxLength={200}
      value={text}
      onChange={({ currentTarget: { value } }) => {
        setText(value);
        search(value.trim());
      }}
    />
  );
}

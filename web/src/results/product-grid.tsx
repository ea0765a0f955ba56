import { useElementSize, useMergedRef } from '@mantine/hooks';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { type CSSProperties, useEffect, useRef, useState } from 'react';
import type { Product } from '../api/types';
import { whole } from '../format/numbers';
import { GAP, gridLayout, rowsOf } from './grid-layout';
import { ProductCard } from './product-card';
import classes from './product-grid.module.css';
import type { ProductSource } from './product-source';

const ROWS_AHEAD = 3;
/** The rest before a fetch: dragging the scroll bar passes hundreds of pages that need not be fetched. */
const SETTLED_MS = 120;

interface Props {
  source: ProductSource;
  onOpen: (product: Product) => void;
}

/** Products as cards. Only those in view are rendered, so that a hundred thousand scroll as smoothly as ten. */
export function ProductGrid({ source, onOpen }: Props) {
  const { ref: sizeRef, width } = useElementSize();
  const element = useRef<HTMLDivElement>(null);
  const layout = gridLayout(width || 1);
  const rows = rowsOf(source.length, layout);
  const virtualizer = useWindowVirtualizer({
    count: width === 0 ? 0 : rows,
    estimateSize: () => layout.rowHeight,
    overscan: ROWS_AHEAD,
    scrollMargin: element.current?.offsetTop ?? 0,
  });
  useEffect(() => virtualizer.measure(), [virtualizer, layout.rowHeight]);
  const inView = virtualizer.getVirtualItems();
  const { columns } = layout;
  useWanted(source, (inView[0]?.index ?? 0) * columns, ((inView.at(-1)?.index ?? 0) + 1) * columns - 1);
  const shown = rows * columns;
  return (
    <>
      <div
        ref={useMergedRef(sizeRef, element)}
        className={classes.grid}
        role="list"
        aria-label="Products"
        style={{ height: virtualizer.getTotalSize() }}
      >
        {inView.map(({ index, start }) => (
          <div
            key={index}
            className={classes.row}
            role="presentation"
            style={rowStyle(start - virtualizer.options.scrollMargin, layout)}
          >
            {placesOf(index, columns, source.length).map(place => (
              <ProductCard
                key={place}
                slot={source.at(place)}
                place={place}
                length={source.length}
                onOpen={onOpen}
              />
            ))}
          </div>
        ))}
      </div>
      {shown < source.length && (
        <p className={classes.more}>
          The first {whole(shown)} rows of {whole(source.length)}. Search or filter for the others.
        </p>
      )}
    </>
  );
}

/** Fetches the products in view, once the view rests. */
function useWanted({ want, length }: ProductSource, first: number, last: number): void {
  const [settled, setSettled] = useState({ first, last });
  useEffect(() => {
    const timer = setTimeout(() => setSettled({ first, last }), SETTLED_MS);
    return () => clearTimeout(timer);
  }, [first, last]);
  useEffect(() => {
    want(settled.first, Math.min(settled.last, length - 1));
  }, [want, settled, length]);
}

function rowStyle(
  top: number,
  { columns, rowHeight }: { columns: number; rowHeight: number },
): CSSProperties {
  return {
    transform: `translateY(${top}px)`,
    height: rowHeight - GAP,
    gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`,
  };
}

function placesOf(row: number, columns: number, length: number): number[] {
  return Array.from({ length: columns }, (_, column) => row * columns + column).filter(
    place => place < length,
  );
}

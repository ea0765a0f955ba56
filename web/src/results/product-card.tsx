import { Skeleton, VisuallyHidden } from '@mantine/core';
import type { Product } from '../api/types';
import { whole } from '../format/numbers';
import { Icon, type IconName } from '../shell/icons';
import classes from './product-card.module.css';
import { figuresText, productFigures, savedText } from './product-figures';
import type { Slot } from './product-source';

interface Props {
  slot: Slot;
  place: number;
  length: number;
  onOpen: (product: Product) => void;
}

/** One place of the grid: a product, a row that was left out, or a place that is still being fetched. */
export function ProductCard({ slot, place, length, onOpen }: Props) {
  return (
    <div className={classes.item} role="listitem" aria-posinset={place + 1} aria-setsize={length}>
      {slot === 'loading' ? (
        <Skeleton height="100%" radius={14} />
      ) : slot === 'absent' ? (
        <div className={classes.leftOut}>
          Row {whole(place + 1)} was left out.
          <span>The CSV of failed rows says why.</span>
        </div>
      ) : (
        <Card product={slot} onOpen={onOpen} />
      )}
    </div>
  );
}

const ICONS: Record<Product['status'], IconName> = {
  pending: 'clock',
  processing: 'bolt',
  completed: 'image',
  failed: 'alert',
  cancelled: 'stop',
};

function Card({ product, onOpen }: { product: Product; onOpen: (product: Product) => void }) {
  const figures = productFigures(product);
  const saved = savedText(figures);
  const text = figuresText(product, figures);
  return (
    <button type="button" className={classes.card} onClick={() => onOpen(product)}>
      <span className={classes.caption}>
        <span className={classes.name} title={product.product_name} dir="auto">
          {product.product_name}
        </span>
        <Pause />
        <span className={classes.figures}>{text}</span>
        <Pause />
      </span>
      <span className={classes.picture}>
        {figures.cover === null ? (
          <span className={classes.empty} data-status={product.status}>
            <Icon name={ICONS[product.status]} size={30} />
          </span>
        ) : (
          <img src={figures.cover} alt="" loading="lazy" decoding="async" />
        )}
        {figures.total > 1 && (
          <span className={`${classes.tag} ${classes.many}`}>
            {figures.total} pictures
            <Pause />
          </span>
        )}
        {figures.failed > 0 ? (
          <span className={`${classes.tag} ${classes.failed}`}>{figures.failed} failed</span>
        ) : (
          saved && <span className={`${classes.tag} ${classes.saved}`}>{saved}</span>
        )}
      </span>
    </button>
  );
}

/** A space between words that stand apart only to the eye. */
function Pause() {
  return <VisuallyHidden>, </VisuallyHidden>;
}

import { useState } from 'react';
import type { Image, Product } from '../api/types';
import { Dialog } from '../shell/dialog';
import { Icon } from '../shell/icons';
import { ImageView } from './image-view';
import { imageSrc } from './product-figures';
import classes from './product-viewer.module.css';

interface Props {
  /** The product; null while the viewer is closed. */
  product: Product | null;
  onClose: () => void;
}

/** A product's pictures in full, each before and after, or why it failed. */
export function ProductViewer({ product, onClose }: Props) {
  return (
    <Dialog opened={product !== null} onClose={onClose} title={product?.product_name} size="xl">
      {product && <Pictures key={product.product_id} product={product} />}
    </Dialog>
  );
}

function Pictures({ product: { product_name, images } }: { product: Product }) {
  const [chosen, setChosen] = useState(0);
  const image = images[chosen];
  return (
    <>
      {images.length > 1 && (
        <div className={classes.strip} role="group" aria-label="Pictures of this product">
          {images.map((each, index) => (
            <Thumb
              key={each.image_id}
              image={each}
              isChosen={index === chosen}
              onChoose={() => setChosen(index)}
            />
          ))}
        </div>
      )}
      {image && <ImageView key={image.image_id} image={image} name={product_name} />}
    </>
  );
}

function Thumb({ image, isChosen, onChoose }: { image: Image; isChosen: boolean; onChoose: () => void }) {
  const src = imageSrc(image);
  return (
    <button
      type="button"
      className={classes.thumb}
      data-status={image.status}
      aria-pressed={isChosen}
      aria-label={`Picture ${image.position}`}
      onClick={onChoose}
    >
      {src ? <img src={src} alt="" /> : <Icon name={image.status === 'failed' ? 'alert' : 'clock'} />}
    </button>
  );
}

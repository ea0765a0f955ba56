import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { getProducts } from '../api/calls';
import type { Image, Product } from '../api/types';
import { Dialog } from '../shell/dialog';
import { Icon } from '../shell/icons';
import { ImageView } from './image-view';
import { imageSrc } from './product-figures';
import classes from './product-viewer.module.css';

interface Props {
  requestId: string;
  /** The product as it was when it was chosen; null while the viewer is closed. */
  product: Product | null;
  onClose: () => void;
}

/** A product's pictures in full, each before and after, or why it failed. */
export function ProductViewer({ requestId, product, onClose }: Props) {
  return (
    <Dialog opened={product !== null} onClose={onClose} title={product?.product_name} size="xl">
      {product && <Pictures key={product.product_id} requestId={requestId} known={product} />}
    </Dialog>
  );
}

function Pictures({ requestId, known }: { requestId: string; known: Product }) {
  const { product_name, images } = useFreshProduct(requestId, known);
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

/** A product as it is now: it is read again with the others as the request goes on (`useFreshProducts`). */
function useFreshProduct(requestId: string, known: Product): Product {
  const { product_id: id, row } = known;
  const { data } = useQuery({
    queryKey: ['products', requestId, 'row', row],
    queryFn: async () => {
      // The cursor is the row that a page begins behind.
      const { products } = await getProducts(requestId, 1, row === 1 ? undefined : String(row - 1));
      return products.find(({ product_id }) => product_id === id) ?? known;
    },
    initialData: known,
    // What was at work when it was chosen may have ended since, and nothing may change after that.
    staleTime: known.images.some(isAtWork) ? 0 : 30_000,
    gcTime: 0,
  });
  return data;
}

const isAtWork = ({ status }: Image) => status === 'pending' || status === 'processing';

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

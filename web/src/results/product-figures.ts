import type { Image, Product } from '../api/types';
import { bytes, change, count, savedPercent } from '../format/numbers';

/** A compressed picture's own address here, whatever host its public address has. */
export function imageSrc({ output_image_url }: Pick<Image, 'output_image_url'>): string | null {
  if (output_image_url === null) return null;
  const { pathname } = new URL(output_image_url);
  return `/api/image/${pathname.slice(pathname.lastIndexOf('/') + 1)}`;
}

export interface ProductFigures {
  /** The picture that stands for the product; null while none is ready. */
  cover: string | null;
  bytesIn: number;
  bytesOut: number;
  ready: number;
  failed: number;
  total: number;
}

export function productFigures({ images }: Pick<Product, 'images'>): ProductFigures {
  const ready = images.filter(({ status }) => status === 'completed');
  const sum = (field: 'bytes_in' | 'bytes_out') =>
    ready.reduce((total, image) => total + (image[field] ?? 0), 0);
  return {
    cover: ready.map(imageSrc).find(src => src !== null) ?? null,
    bytesIn: sum('bytes_in'),
    bytesOut: sum('bytes_out'),
    ready: ready.length,
    failed: images.filter(({ status }) => status === 'failed').length,
    total: images.length,
  };
}

/** The text for a product: `145 kB → 42 kB`, or its state. */
export function figuresText({ status }: Pick<Product, 'status'>, figures: ProductFigures): string {
  if (figures.ready > 0) return `${bytes(figures.bytesIn)} → ${bytes(figures.bytesOut)}`;
  if (status === 'failed')
    return figures.total === 1 ? 'The picture failed' : `${count(figures.failed, 'picture')} failed`;
  if (status === 'cancelled') return 'Cancelled';
  return status === 'processing' ? 'Being compressed …' : 'Waiting';
}

/** The saving, as `−71 %`; null while nothing is ready. */
export function savedText({ bytesIn, bytesOut, ready }: ProductFigures): string | null {
  const saved = ready === 0 ? null : savedPercent(bytesIn, bytesOut);
  return saved === null ? null : change(Math.round(saved));
}

import type { Image } from '../api/types';
import { figuresText, imageSrc, productFigures, savedText } from './product-figures';

const image = (part: Partial<Image>): Image => ({
  image_id: 'i',
  position: 1,
  input_image_url: 'https://shop.example/a.jpg',
  output_image_url: 'https://images.example.com/api/image/a-0f3c.jpg',
  status: 'completed',
  outcome: 'compressed',
  error: null,
  bytes_in: 100_000,
  bytes_out: 25_000,
  width: 10,
  height: 10,
  format: 'jpeg',
  attempts: 1,
  started_at: null,
  finished_at: null,
  ...part,
});
const failed = image({ status: 'failed', output_image_url: null, bytes_in: null, bytes_out: null });

it('shows a picture from here, also where its public address is elsewhere', () => {
  expect(imageSrc(image({}))).toBe('/api/image/a-0f3c.jpg');
  expect(imageSrc(image({ output_image_url: 'https://cdn.example.com/b-77.webp' }))).toBe(
    '/api/image/b-77.webp',
  );
});

it('sums up what is ready of a product, and says what failed', () => {
  const figures = productFigures({ images: [failed, image({}), image({})] });
  expect(figures).toMatchObject({
    ready: 2,
    failed: 1,
    total: 3,
    bytesIn: 200_000,
    cover: '/api/image/a-0f3c.jpg',
  });
  expect(figuresText({ status: 'completed' }, figures)).toBe('200 kB → 50 kB');
  expect(savedText(figures)).toBe('−75 %');
});

it('says of a product without a ready picture how it is', () => {
  const figures = productFigures({ images: [failed] });
  expect(figuresText({ status: 'failed' }, figures)).toBe('The picture failed');
  expect(figuresText({ status: 'pending' }, figures)).toBe('Waiting');
  expect(savedText(figures)).toBeNull();
});

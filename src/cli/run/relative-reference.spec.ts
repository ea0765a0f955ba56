import { relativeReference } from './relative-reference';

it.each([
  ['SKU1/SKU1-1.jpg', 'SKU1/SKU1-1.jpg'],
  ['Red shoe, 50 % off/Red shoe-1.jpg', 'Red%20shoe%2C%2050%20%25%20off/Red%20shoe-1.jpg'],
  ["Aloë #2?/Jack's; a|b.png", 'Aloë%20%232%3F/Jack%27s%3B%20a%7Cb.png'],
])('%s is written as %s, and leads there', (path, reference) => {
  expect(relativeReference(path)).toBe(reference);
  expect(decodeURIComponent(new URL(reference, 'http://a.example/').pathname)).toBe(`/${path}`);
});

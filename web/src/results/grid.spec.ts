import { gridLayout, rowsOf } from './grid-layout';
import { PAGE, pagesOf } from './product-source';

it.each([
  [1_140, 5],
  [700, 3],
  [362, 2],
  [120, 1],
])('a width of %d px holds %d cards in a row', (width, columns) => {
  expect(gridLayout(width).columns).toBe(columns);
});

it('a hundred thousand products have a row each, as far as browsers can scroll', () => {
  const wide = gridLayout(1_140);
  expect(rowsOf(100_000, wide)).toBe(20_000);
  const rows = rowsOf(10_000_000, wide);
  expect(rows * wide.rowHeight).toBeLessThan(17_000_000);
});

it('a view of two pages needs both, and one within a page that one', () => {
  expect(pagesOf(PAGE - 5, PAGE + 5)).toEqual([0, 1]);
  expect(pagesOf(3 * PAGE, 4 * PAGE - 1)).toEqual([3]);
  expect(pagesOf(0, -1)).toEqual([]);
});

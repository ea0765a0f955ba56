import { CatalogueColumn } from './columns';
import { CatalogueProduct } from './catalogue-row';

/** Pads a row to at least so many cells: it may have had fewer than there are columns. */
export function padded(cells: readonly string[], width: number): readonly string[] {
  return cells.length >= width ? cells : [...cells, ...Array<string>(width - cells.length).fill('')];
}

/** A product as the cells of the kept columns, then its cells beyond the last header: what the upload had. */
export function catalogueCells(columns: readonly CatalogueColumn[], product: CatalogueProduct): string[] {
  const cells: string[] = [];
  let extra = 0;
  for (const { role } of columns) {
    if (role === 'serialNumber')
      cells.push(product.serialNumber === null ? '' : String(product.serialNumber));
    else if (role === 'productName') cells.push(product.productName);
    else if (role === 'imageUrls') cells.push(product.imageUrls.join(', '));
    else cells.push(product.extra[extra++] ?? '');
  }
  for (; extra < product.extra.length; extra++) cells.push(product.extra[extra]!);
  return cells;
}

export interface CatalogueRowOverrides {
  serial?: string | number;
  name?: string;
  urls?: string | string[];
}

/** A CSV with the usual header and these rows; URLs are a quoted cell. */
export function catalogue(rows: CatalogueRowOverrides[]): string {
  const lines = rows.map(({ serial, name, urls = [] }, index) => {
    const cell = Array.isArray(urls) ? urls.join(', ') : urls;
    return `${serial ?? index + 1},${name ?? `SKU${index + 1}`},"${cell}"`;
  });
  return ['S. No.,Product Name,Input Image Urls', ...lines, ''].join('\r\n');
}

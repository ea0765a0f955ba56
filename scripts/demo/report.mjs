import { basename } from 'node:path';

const COLUMNS = [
  { title: 'Picture', of: image => basename(image.input_image_url) },
  { title: 'Format', of: image => image.format },
  { title: 'Size', of: image => `${image.width} × ${image.height}`, right: true },
  { title: 'Before', of: image => kilobytes(image.bytes_in), right: true },
  { title: 'After', of: image => kilobytes(image.bytes_out), right: true },
  { title: 'Saved', of: image => saved(image.bytes_in, image.bytes_out), right: true },
];

/** A line for each image, once where it occurs several times, and one for all. */
export function printSavings(products, { bytes, image_counts: { total }, started_at, completed_at }) {
  const images = products.flatMap(product => product.images);
  const different = [...new Map(images.map(image => [image.input_image_url, image])).values()];
  const rows = [
    COLUMNS.map(({ title }) => title),
    ...different.map(image => COLUMNS.map(({ of }) => of(image))),
  ];
  const widths = COLUMNS.map((_, column) => Math.max(...rows.map(row => row[column].length)));
  console.log();
  for (const row of rows) {
    const cells = row.map((cell, column) =>
      COLUMNS[column].right ? cell.padStart(widths[column]) : cell.padEnd(widths[column]),
    );
    console.log(`  ${cells.join('   ')}`);
  }
  const seconds = (Date.parse(completed_at) - Date.parse(started_at)) / 1_000;
  console.log(
    `\n${total} images in ${seconds.toFixed(1)} s: ${kilobytes(bytes.input)} became ${kilobytes(bytes.output)}, ` +
      `${bytes.saved_percent} % saved. Every output was downloaded and decoded.`,
  );
}

export function printOutputCsv(csv) {
  console.log(`\nThe output CSV:\n\n${csv}`);
}

export function printAddresses(url, catalogue) {
  console.log(`Darkroom goes on running until Ctrl-C, and so does the server of the sample pictures (${catalogue.host}):

  ${url}                 the page: drop a CSV, watch it, take the results
  ${url}/api/docs        every call, described and ready to try
  ${url}/api/requests    what was uploaded
  ${url}/admin/queues    the queues
`);
}

const kilobytes = bytes => `${Math.round(bytes / 1_000)} kB`;
const saved = (before, after) => `${Math.round((1 - after / before) * 100)} %`;

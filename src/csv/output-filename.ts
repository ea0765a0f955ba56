/** `catalogue.csv` to `catalogue-output.csv`. A `.tsv` too: that its cells are parted by tabs shows in the file. */
export function outputFilename(upload: string): string {
  return `${withoutExtension(upload)}-output.csv`;
}

/** `catalogue.csv` to `catalogue-failed.csv`. */
export function rejectsFilename(upload: string): string {
  return `${withoutExtension(upload)}-failed.csv`;
}

function withoutExtension(upload: string): string {
  return upload.replace(/\.[ct]sv$/i, '');
}

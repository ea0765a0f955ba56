/** `catalogue.csv` to `catalogue-output.csv`. A `.tsv` too: that its cells are parted by tabs shows in the file. */
export function outputFilename(upload: string): string {
  return `${withoutExtension(upload)}-output.csv`;
}

/** `catalogue.csv` to `catalogue-failed.csv`. */
export function rejectsFilename(upload: string): string {
  return `${withoutExtension(upload)}-failed.csv`;
}

/** `catalogue.csv` to `catalogue.zip`. */
export function archiveFilename(upload: string): string {
  return `${withoutExtension(upload)}.zip`;
}

function withoutExtension(upload: string): string {
  return upload.replace(/\.[ct]sv$/i, '');
}

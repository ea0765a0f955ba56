/** Turns `catalogue.csv` into `catalogue-output.csv`. A `.tsv` gets `.csv` too: the file itself shows its tabs. */
export function outputFilename(upload: string): string {
  return `${withoutExtension(upload)}-output.csv`;
}

/** Turns `catalogue.csv` into `catalogue-failed.csv`. */
export function rejectsFilename(upload: string): string {
  return `${withoutExtension(upload)}-failed.csv`;
}

/** Turns `catalogue.csv` into `catalogue.zip`. */
export function archiveFilename(upload: string): string {
  return `${withoutExtension(upload)}.zip`;
}

function withoutExtension(upload: string): string {
  return upload.replace(/\.[ct]sv$/i, '');
}

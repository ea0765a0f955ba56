/** The formats that an upload may ask for; `keep` leaves the format as it came. */
export const OUTPUT_FORMATS = ['keep', 'jpeg', 'png', 'webp', 'avif'] as const;
export type OutputFormat = (typeof OUTPUT_FORMATS)[number];

/** The amounts of CPU to spend on size. */
export const EFFORTS = ['fast', 'balanced', 'small'] as const;
export type Effort = (typeof EFFORTS)[number];

/** The options for compressing the images of a request (docs/contract.md, 1.1 and 3). */
export interface CompressionOptions {
  /** The encoder's setting, 1 to 100; for PNG and GIF a reduced palette, 100 = lossless. */
  quality: number;
  format: OutputFormat;
  effort: Effort;
  /** Pixels to fit into, never enlarged; null for no limit. */
  maxWidth: number | null;
  maxHeight: number | null;
}

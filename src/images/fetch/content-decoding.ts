import { pipeline, type Readable, type Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';

const DECODERS: Partial<Record<string, () => Transform>> = {
  gzip: () => createGunzip(),
  'x-gzip': () => createGunzip(),
  deflate: () => createInflate(),
  br: () => createBrotliDecompress(),
};

/** More than one coding is hardly ever honest, and each multiplies the effect of a bomb. */
const MOST_CODINGS = 2;

export interface Coding {
  /** The decoders in the order in which they are applied. */
  decoders: (() => Transform)[];
  tooMany: boolean;
}

/**
 * Reads `Content-Encoding`. Codings that do not exist are passed over, as browsers do: `utf-8`, `binary`, `none`
 * and `aws-chunked` are common on object stores, and the bytes are the picture's own.
 */
export function contentCoding(header: string | undefined): Coding {
  const codings = (header ?? '').split(',').map(coding => coding.trim().toLowerCase());
  const decoders = codings.flatMap(coding => DECODERS[coding] ?? []).reverse();
  return { decoders, tooMany: decoders.length > MOST_CODINGS };
}

/**
 * Decodes a body. Every stage passes through `counted`, the raw one too, so that none grows unseen. A caller that stops
 * early has to destroy `body`.
 */
export function decoded(
  body: Readable,
  { decoders }: Coding,
  counted: (chunks: AsyncIterable<Buffer>) => AsyncIterable<Buffer>,
): AsyncIterable<Buffer> {
  return decoders.reduce(
    // The error reaches whoever iterates; the callback only keeps pipeline from throwing it elsewhere.
    (chunks, decoder) => counted(pipeline(chunks, decoder(), () => undefined)),
    counted(body),
  );
}

/**
 * Whether the error says that the body is not what its `Content-Encoding` claims: by the error codes of zlib and
 * brotli.
 */
export function isCodingError(error: unknown): boolean {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^(Z_|ERR_+(ERROR_FORMAT|BROTLI))/.test(code);
}

/** Every way an image can end badly, and what its owner can do about it. This is a closed set (docs/contract.md, 1.3). */
export const IMAGE_FAILURES = {
  invalid_url: 'The URL cannot be requested. Correct it in the CSV.',
  address_blocked:
    'The URL leads to an address that may not be fetched. Use a public address, or have the operator allow it.',
  dns_failed: 'The host name could not be resolved. Check its spelling and its DNS records.',
  connect_failed:
    'No connection to the host, or it broke off. Check that the server is up and reachable, then retry.',
  tls_failed: 'The secure connection failed. Check the certificate of the host.',
  timeout: 'The image did not arrive in time. Check that the server is fast enough, then retry.',
  http_status:
    'The server answered with an error; http_status says which. Check that the URL opens without a login.',
  too_many_redirects: 'The URL redirects too often or in a circle. Use the final address.',
  too_large: 'The file is larger than this service accepts. Provide a smaller file.',
  empty_body: 'The server sent an empty file. Check the file at the origin.',
  not_an_image: 'What the URL returns is no image. Check that it is a direct link to the picture.',
  unsupported_format: 'The format is not supported. Use JPEG, PNG, WebP, AVIF, GIF or TIFF.',
  too_many_pixels: 'The picture has more pixels than this service accepts. Provide smaller dimensions.',
  too_many_frames: 'The animation has more frames than this service accepts. Shorten it.',
  corrupt_image: 'The file is truncated or damaged. Upload it to the origin again.',
  origin_throttled: 'The host kept asking to slow down until patience ended. Retry later.',
  processing_crashed: 'Processing this picture crashed repeatedly. Re-export it with another program.',
  storage_failed: 'The result could not be stored. The operator has to look at the storage, then retry.',
  engine_failed: 'The external image service could not process it. Retry, or ask the operator.',
} as const;

export type ImageFailureCode = keyof typeof IMAGE_FAILURES;

/**
 * The answer of an origin, where it answered: `host` (`host:port`) is who did, after redirects another one than that of
 * the URL; `retryAfterMs` is its `Retry-After`, as milliseconds from now.
 */
export interface OriginAnswer {
  host?: string;
  httpStatus?: number;
  retryAfterMs?: number;
}

/** Whether an origin asks to slow down: by 429, or by 503 with the time after which to come back. */
export function asksToSlowDown({ httpStatus, retryAfterMs }: OriginAnswer): boolean {
  return httpStatus === 429 || (httpStatus === 503 && retryAfterMs !== undefined);
}

/**
 * An image ended badly for a known reason. `message` is shown to clients: it says what happened, and never names an
 * address that a host name resolved to.
 */
export class ImageFailure extends Error {
  override readonly name = 'ImageFailure';

  constructor(
    readonly code: ImageFailureCode,
    message: string,
    readonly origin: OriginAnswer = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

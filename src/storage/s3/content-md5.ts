import { createHash } from 'node:crypto';

/** A request on its way to the store: the parts that matter here. */
export interface Outgoing {
  body: string;
  headers: Record<string, string>;
}

/**
 * S3 wants a checksum with a deletion of many keys. The SDK sends a CRC32, which stores from before 2025 do not know
 * and refuse; all know `Content-MD5`. AWS describes this in `MD5_FALLBACK.md` of the SDK.
 */
export function setContentMd5({ headers, body }: Outgoing): void {
  for (const name of Object.keys(headers)) {
    if (/^x-amz-(sdk-)?checksum-/i.test(name)) delete headers[name];
  }
  headers['Content-MD5'] = createHash('md5').update(body).digest('base64');
}

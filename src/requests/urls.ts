import type { RequestEntity } from './request.entity';
import type { RequestSettings } from './request.settings';

/** The origin of every URL of a request: PUBLIC_URL, also where the upload came in by another one before it was set. */
export function originOf(
  { baseUrl }: Pick<RequestEntity, 'baseUrl'>,
  { PUBLIC_URL }: Pick<RequestSettings, 'PUBLIC_URL'>,
): string {
  return PUBLIC_URL ?? baseUrl;
}

/** Every URL of a request that is handed out, absolute. @param baseUrl its origin, see `originOf` */
export function requestUrls(baseUrl: string, requestId: string) {
  const api = (path: string) => `${baseUrl}/api/${path}`;
  return {
    status: api(`status/${requestId}`),
    details: api(`details/${requestId}`),
    events: api(`events/${requestId}`),
    outputCsv: api(`download/${requestId}`),
    failedCsv: api(`download/${requestId}/failed`),
    archive: api(`archive/${requestId}`),
  };
}

/** The URL of a compressed image. */
export const imageUrl = (baseUrl: string, outputFile: string): string => `${baseUrl}/api/image/${outputFile}`;

/** Every URL of a request that is handed out, absolute on the origin that was kept with it. */
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

/** Where a compressed image is served. */
export const imageUrl = (baseUrl: string, outputFile: string): string => `${baseUrl}/api/image/${outputFile}`;

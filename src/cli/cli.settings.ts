/** The service that `darkroom upload`, `status` and `download` talk to unless options name another. */
export function serviceDefaults(): { url: string; key: string | undefined } {
  const { DARKROOM_URL, DARKROOM_API_KEY } = process.env;
  return { url: DARKROOM_URL || 'http://127.0.0.1:3000', key: DARKROOM_API_KEY || undefined };
}

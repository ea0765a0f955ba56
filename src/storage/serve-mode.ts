import type { StorageSettings } from './storage.settings';

/** The way an image gets from the storage to a client. */
export type ServeMode = { kind: 'stream' } | { kind: 'redirect'; to: string } | { kind: 'signed' };

/** Decides the mode. The settings are checked by now, so `redirect` has its address. */
export function serveMode({ STORAGE, S3_SERVE, S3_PUBLIC_URL: to }: StorageSettings): ServeMode {
  if (STORAGE === 'local' || S3_SERVE === 'stream') return { kind: 'stream' };
  if (S3_SERVE === 'signed') return { kind: 'signed' };
  return to === null ? { kind: 'stream' } : { kind: 'redirect', to };
}

/** The origins that images are redirected to: pages that show them have to allow it. */
export function imageOrigins(settings: StorageSettings): string[] {
  const mode = serveMode(settings);
  const { S3_ENDPOINT, S3_BUCKET, S3_REGION } = settings;
  switch (mode.kind) {
    case 'stream':
      return [];
    case 'redirect':
      return [new URL(mode.to).origin];
    case 'signed':
      return [
        S3_ENDPOINT === null
          ? `https://${S3_BUCKET}.s3.${S3_REGION}.amazonaws.com`
          : new URL(S3_ENDPOINT).origin,
      ];
  }
}

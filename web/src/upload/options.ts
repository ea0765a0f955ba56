import type { PreviewFields } from '../api/calls';
import type { RequestStatus } from '../api/types';

/** The options of an upload as the form holds them: texts where somebody types. */
export interface UploadOptions {
  quality: number;
  format: RequestStatus['options']['format'];
  effort: RequestStatus['options']['effort'];
  maxWidth: string;
  maxHeight: string;
  webhookUrl: string;
}

export const DEFAULT_OPTIONS: UploadOptions = {
  quality: 50,
  format: 'keep',
  effort: 'balanced',
  maxWidth: '',
  maxHeight: '',
  webhookUrl: '',
};

const LARGEST_SIDE = 100_000;

/** Says what is wrong with a side in pixels; null where nothing is. Empty is no limit. */
export function sideProblem(text: string): string | null {
  if (text === '') return null;
  const pixels = Number(text);
  const isRight = /^\d+$/.test(text) && pixels >= 1 && pixels <= LARGEST_SIDE;
  return isRight ? null : 'A whole number of pixels, from 1 to 100,000';
}

/** Says what is wrong with a webhook address; null where nothing is. The service may still refuse it. */
export function webhookProblem(text: string): string | null {
  if (text === '') return null;
  const isWeb = URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol);
  return isWeb ? null : 'A whole address, beginning with https:// or http://';
}

export function areRight({ maxWidth, maxHeight, webhookUrl }: UploadOptions): boolean {
  return [sideProblem(maxWidth), sideProblem(maxHeight), webhookProblem(webhookUrl)].every(
    problem => problem === null,
  );
}

/** The form of an upload, without empty fields. */
export function uploadForm(file: File, options: UploadOptions, extra: Record<string, string>): FormData {
  const form = new FormData();
  const fields = {
    quality: String(options.quality),
    format: options.format,
    effort: options.effort,
    max_width: options.maxWidth,
    max_height: options.maxHeight,
    webhook_url: options.webhookUrl,
    ...extra,
  };
  for (const [name, value] of Object.entries(fields)) if (value !== '') form.set(name, value);
  // The file comes last, so that the service knows the options before the bytes arrive.
  form.set('file', file, file.name);
  return form;
}

/** The body of a call for a preview. */
export function previewFields(url: string, options: UploadOptions): PreviewFields {
  const side = (text: string) => (text === '' || sideProblem(text) ? undefined : Number(text));
  const { quality, format, effort } = options;
  const [max_width, max_height] = [side(options.maxWidth), side(options.maxHeight)];
  return { url, quality, format, effort, ...(max_width && { max_width }), ...(max_height && { max_height }) };
}

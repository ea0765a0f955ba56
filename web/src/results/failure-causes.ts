import type { FailureCode, RequestStatus } from '../api/types';

/** A cause in plain words: what happened, and what to do. */
export interface FailureCause {
  title: string;
  advice: string;
  /** Whether trying again may help without changing anything. */
  mayPass: boolean;
}

const toFix = (title: string, advice: string): FailureCause => ({ title, advice, mayPass: false });
const wait = (title: string, advice: string): FailureCause => ({ title, advice, mayPass: true });

/** Every code that a picture can fail with. */
const FAILURE_CAUSES: Record<FailureCode, FailureCause> = {
  invalid_url: toFix(
    'The link is not a web address, or leads to none',
    'Link to the picture itself, by http:// or https:// and without a login, and upload the CSV again.',
  ),
  address_blocked: toFix(
    'The link leads into a private network',
    'Use an address that everybody can reach, or ask your operator to allow this one (ALLOWED_PRIVATE_HOSTS).',
  ),
  dns_failed: toFix('The website does not exist', 'Check the spelling of the host name in the link.'),
  connect_failed: wait('The website could not be reached', 'Check that it is up, then try again.'),
  tls_failed: toFix(
    'The website’s certificate is not valid',
    'Have the certificate of the website renewed, then try again.',
  ),
  timeout: wait('The website was too slow', 'Try again later, when it has less to do.'),
  http_status: toFix(
    'The website refused, or has no such picture',
    'Open the link in a private window: if no picture shows there, correct the link in the CSV.',
  ),
  too_many_redirects: toFix('The link goes round in circles', 'Use the final address of the picture.'),
  too_large: toFix('The file is too large', 'Provide a smaller file.'),
  empty_body: toFix('The file is empty', 'Upload the picture to its website again.'),
  not_an_image: toFix(
    'What the link shows is no picture',
    'Link to the picture itself, not to a page that shows it.',
  ),
  unsupported_format: toFix(
    'This kind of picture is not supported',
    'Use JPEG, PNG, WebP, AVIF, GIF or TIFF.',
  ),
  too_many_pixels: toFix('The picture has too many pixels', 'Provide it in smaller dimensions.'),
  too_many_frames: toFix('The animation is too long', 'Shorten it.'),
  corrupt_image: toFix('The picture is damaged', 'Upload it to its website again from the original.'),
  origin_throttled: wait('The website asked us to slow down for too long', 'Try again later.'),
  processing_crashed: toFix('The picture broke the program', 'Save it anew with another program.'),
  storage_failed: wait(
    'The result could not be stored',
    'Your operator has to look at the disk or the storage; then try again.',
  ),
  engine_failed: wait('The image service could not do it', 'Try again, or ask your operator.'),
};

const UNKNOWN = toFix('Something else went wrong', 'See the pictures below for what.');

/** The cause for a code from an answer, which may come from a newer service than this page. */
export function causeOf(code: string): FailureCause {
  return Object.hasOwn(FAILURE_CAUSES, code) ? FAILURE_CAUSES[code as FailureCode] : UNKNOWN;
}

export interface FailureGroup extends FailureCause {
  code: string;
  count: number;
}

/** The failures of one or many requests by cause, the most frequent first. */
export function failureGroups(requests: readonly Pick<RequestStatus, 'failures'>[]): FailureGroup[] {
  const counts = new Map<string, number>();
  for (const { code, count } of requests.flatMap(({ failures }) => failures))
    counts.set(code, (counts.get(code) ?? 0) + count);
  return [...counts]
    .map(([code, count]) => ({ code, count, ...causeOf(code) }))
    .sort((a, b) => b.count - a.count || a.code.localeCompare(b.code));
}

import { refused } from '../api/client';
import { Problem } from '../api/problem';

const FILE_CHANGED = 'The file has changed since you chose it: choose it again.';

export interface Sending<T> {
  answer: Promise<T>;
  abort: () => void;
}

/**
 * Posts a form with a file and reports how much of it has been sent, which `fetch` cannot.
 * @param onProgress the share that was sent, 0 to 1
 * @returns its answer, which rejects with Problem
 */
export function sendForm<T>(
  form: FormData,
  headers: Record<string, string>,
  onProgress: (share: number) => void,
): Sending<T> {
  const request = new XMLHttpRequest();
  const answer = new Promise<T>((resolve, reject) => {
    request.upload.onprogress = ({ loaded, total }) => onProgress(total === 0 ? 0 : loaded / total);
    request.onload = () => {
      const body = parsed(request.responseText);
      if (request.status >= 200 && request.status < 300) resolve(body as T);
      else reject(refused(request.status, body, request.getResponseHeader('Retry-After')));
    };
    request.onerror = () => void whyUnanswered(form).then(reject);
    request.onabort = () => reject(new DOMException('The upload was stopped.', 'AbortError'));
  });
  request.open('POST', '/api/upload');
  for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
  request.send(form);
  return { answer, abort: () => request.abort() };
}

/** Browsers send no file that is not as it was when it was chosen, and read nothing of it either. */
async function whyUnanswered(form: FormData): Promise<Problem> {
  const file = form.get('file') as File;
  const isReadable = await file
    .slice(0, 1)
    .arrayBuffer()
    .then(
      () => true,
      () => false,
    );
  return new Problem(0, isReadable ? {} : { detail: FILE_CHANGED });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return {};
  }
}

import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import type { UploadAcceptedDto } from '../../src/requests/http/upload/upload.dto';

export interface FileUpload {
  requestId: string;
  /** When the upload began; milliseconds, as performance.now() has them. */
  begunAt: number;
  /** When the last byte had been handed over. */
  sentAt: number;
  /** When the 202 came. */
  answeredAt: number;
}

const BOUNDARY = 'darkroom-bench-7d1f';
const HEAD = `--${BOUNDARY}\r\ncontent-disposition: form-data; name="file"; filename="catalogue.csv"\r\ncontent-type: text/csv\r\n\r\n`;
const TAIL = `\r\n--${BOUNDARY}--\r\n`;

/** Uploads a file from the disk, however large. @throws unless it is taken. */
export async function uploadFile(serviceUrl: string, path: string): Promise<FileUpload> {
  const { size } = await stat(path);
  const begunAt = performance.now();
  const upload = request(`${serviceUrl}/api/upload`, {
    method: 'POST',
    headers: {
      'content-type': `multipart/form-data; boundary=${BOUNDARY}`,
      'content-length': HEAD.length + size + TAIL.length,
    },
  });
  let sentAt = 0;
  upload.once('finish', () => (sentAt = performance.now()));
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    upload.once('response', resolve).once('error', reject);
  });
  upload.write(HEAD);
  createReadStream(path, { highWaterMark: 2 ** 20 })
    .on('end', () => upload.end(TAIL))
    .pipe(upload, { end: false });
  const answer = await answered;
  const answeredAt = performance.now();
  const body = await text(answer);
  if (answer.statusCode !== 202) throw new Error(`${answer.statusCode}: ${body.slice(0, 500)}`);
  return { requestId: (JSON.parse(body) as UploadAcceptedDto).request_id, begunAt, sentAt, answeredAt };
}

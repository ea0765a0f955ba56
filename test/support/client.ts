import type { ProductDto, RequestDetailsDto } from '../../src/requests/http/details/product.dto';
import type { UploadAcceptedDto } from '../../src/requests/http/upload/upload.dto';
import type { RequestStatusDto } from '../../src/requests';
import { until } from './until';

const PAGE = 1_000;

/** A client of the service that knows its address only. */
export class Client {
  constructor(readonly url: string) {}

  /** An upload, whatever becomes of it. */
  post(csv: string, fields: Record<string, string> = {}): Promise<Response> {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    form.set('file', new Blob([csv]), 'catalogue.csv');
    return fetch(`${this.url}/api/upload`, { method: 'POST', body: form });
  }

  /** An upload that is taken. @returns its request's id */
  async upload(csv: string, fields: Record<string, string> = {}): Promise<string> {
    const answer = await this.post(csv, fields);
    if (answer.status !== 202) throw new Error(`${answer.status}: ${await answer.text()}`);
    return ((await answer.json()) as UploadAcceptedDto).request_id;
  }

  async get<T>(path: string): Promise<T> {
    const answer = await fetch(new URL(path, this.url));
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as T;
  }

  status(id: string): Promise<RequestStatusDto> {
    return this.get(`/api/status/${id}`);
  }

  finished(id: string, timeoutMs = 60_000): Promise<RequestStatusDto> {
    let last: RequestStatusDto | undefined;
    const ask = async () => {
      last = await this.status(id);
      return last.completed_at !== null && last;
    };
    return until(`request ${id} has finished`, ask, { timeoutMs, pollMs: 50 }).catch((error: Error) => {
      throw new Error(`${error.message}: ${JSON.stringify(last?.image_counts)}`, { cause: error });
    });
  }

  /** Resolves when so many of its images are done, or all. */
  async progressed(id: string, images: number): Promise<void> {
    await until(
      `${images} images are done`,
      async () => {
        const { image_counts, completed_at } = await this.status(id);
        return completed_at !== null || image_counts.completed + image_counts.failed >= images;
      },
      { timeoutMs: 60_000 },
    );
  }

  async products(id: string): Promise<ProductDto[]> {
    const products: ProductDto[] = [];
    for (let cursor = ''; ;) {
      const page = await this.get<RequestDetailsDto>(`/api/details/${id}?limit=${PAGE}${cursor}`);
      products.push(...page.products);
      if (page.next_cursor === null) return products;
      cursor = `&cursor=${encodeURIComponent(page.next_cursor)}`;
    }
  }

  /** An image by its URL, wherever the service listens now. @returns null for a 404. */
  async image(url: string): Promise<Buffer | null> {
    const answer = await fetch(new URL(new URL(url).pathname, this.url));
    if (answer.status === 404) return null;
    if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
    return Buffer.from(await answer.arrayBuffer());
  }

  /** The status code of a health check. */
  async ready(): Promise<number> {
    const answer = await fetch(`${this.url}/health/ready`);
    await answer.arrayBuffer();
    return answer.status;
  }
}

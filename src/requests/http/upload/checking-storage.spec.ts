import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import type { Request } from 'express';
import type { CatalogueLimits } from '../../../csv';
import { type CheckedFile, CheckingStorage } from './checking-storage';

const LIMITS = { maxRows: 10, maxImages: 10, maxUrlsPerProduct: 10, maxUrlLength: 100 };
const CONTENT = 'Product Name,Image Urls\nShoe,https://a.example/1.jpg\n';

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'darkroom-uploads-'))));
afterAll(() => rmSync(folder, { recursive: true }));

function take(limits: CatalogueLimits): Promise<Partial<CheckedFile>> {
  const stream = new PassThrough();
  const storage = new CheckingStorage(folder, limits);
  return new Promise((resolve, reject) => {
    storage._handleFile({} as Request, { stream } as unknown as Express.Multer.File, (error, info) =>
      error instanceof Error ? reject(error) : resolve(info!),
    );
    for (const byte of CONTENT) stream.write(byte);
    stream.end();
  });
}

describe('CheckingStorage', () => {
  it('brings every byte to the disk and to the check', async () => {
    const { path, size, arrived } = await take(LIMITS);
    expect([readFileSync(path!, 'utf8'), size]).toEqual([CONTENT, CONTENT.length]);
    expect(arrived!()).toMatchObject({ inspection: { encoding: 'utf-8' }, report: { totalProducts: 1 } });
  });

  it('keeps what the check throws for whoever asks for its result', async () => {
    const broken = {
      ...LIMITS,
      get maxRows(): number {
        throw new Error('a fault of ours');
      },
    };
    const { path, arrived } = await take(broken);
    expect(readFileSync(path!, 'utf8')).toBe(CONTENT);
    expect(arrived!).toThrow('a fault of ours');
  });
});

import { Injectable } from '@nestjs/common';
import { type CatalogueProduct, outputCsv, rejectsCsv } from '../../../csv';
import { unfinishedRequest } from '../../request-errors';
import { RequestEntity } from '../../request.entity';
import { RequestSettings } from '../../request.settings';
import { RequestsRepository } from '../../requests.repository';
import { imageUrl, originOf } from '../../urls';
import { CatalogueRows } from '../catalogue/catalogue-rows';
import type { ResultImage, StoredProduct } from '../catalogue/stored-catalogue';
import { rejectReason } from './reject-reason';

/** Gives the address of an image's result; null where there is none. */
type AddressOf = (product: StoredProduct, image: ResultImage) => string | null;

/** Writes the CSV files of a request from the database, at each download. */
@Injectable()
export class DownloadService {
  constructor(
    private readonly requests: RequestsRepository,
    private readonly rows: CatalogueRows,
    private readonly settings: RequestSettings,
  ) {}

  /** @throws ApiError request_not_found */
  request(owner: string, id: string): Promise<RequestEntity> {
    return this.requests.ofOwner(owner, id);
  }

  /** @param instead what its caller can do but wait. @throws ApiError request_not_found or request_unfinished */
  async finishedRequest(owner: string, id: string, instead?: 'partial'): Promise<RequestEntity> {
    const request = await this.request(owner, id);
    if (!request.completedAt) throw unfinishedRequest(request.status, instead);
    return request;
  }

  /** The output CSV, in pieces of text. @param addressOf gives the text for an image; by default its URL */
  async *output(
    request: RequestEntity,
    addressOf: AddressOf = urlOn(originOf(request, this.settings)),
  ): AsyncGenerator<string> {
    const { id, layout, skippedRows } = request;
    const csv = outputCsv(layout);
    yield csv.header;
    for await (const batch of this.rows.results(id, skippedRows > 0)) {
      yield* inPieces(batch, row => {
        if (row.kind === 'skipped') return csv.skippedRow(row.skipped.cells);
        const outputs = row.product.images.map(image => addressOf(row.product, image));
        return csv.productRow(catalogueProduct(row.product), outputs);
      });
    }
  }

  /** The rejects CSV, in pieces of text. */
  async *rejects({ id, layout, skippedRows }: RequestEntity): AsyncGenerator<string> {
    const csv = rejectsCsv(layout);
    yield csv.header;
    for await (const batch of this.rows.rejects(id, skippedRows > 0)) {
      yield* inPieces(batch, row => {
        if (row.kind === 'skipped') {
          const { cells, errorCode: code, errorMessage: message } = row.skipped;
          return csv.skippedRow(cells, { code, message });
        }
        return csv.productRow(catalogueProduct(row.product), rejectReason(row.product.images));
      });
    }
  }
}

const urlOn =
  (origin: string): AddressOf =>
  (_product, { outputFile }) =>
    outputFile && imageUrl(origin, outputFile);

/** A piece is as long as streams like it: each costs them something, and a thousand long rows fit in no string. */
const PIECE_LENGTH = 64 * 1024;

function* inPieces<Row>(rows: readonly Row[], textOf: (row: Row) => string): Generator<string> {
  let piece = '';
  for (const row of rows) {
    piece += textOf(row);
    if (piece.length < PIECE_LENGTH) continue;
    yield piece;
    piece = '';
  }
  if (piece !== '') yield piece;
}

function catalogueProduct({
  serialNumber,
  productName,
  extra,
  images,
}: StoredProduct<Pick<ResultImage, 'inputImageUrl'>>): CatalogueProduct {
  return { serialNumber, productName, extra, imageUrls: images.map(image => image.inputImageUrl) };
}

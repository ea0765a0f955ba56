import { Injectable } from '@nestjs/common';
import { pageOf } from '../../../common/http';
import { RequestSettings } from '../../request.settings';
import { RequestsRepository } from '../../requests.repository';
import { total } from '../../tally';
import { originOf } from '../../urls';
import { runsWithin } from '../catalogue/runs-within';
import { type ShownProduct, ShownProducts } from '../catalogue/shown-products';
import { StatusService } from '../status/status.service';
import type { DetailsQuery } from './details.query';
import { productView } from './product-view';
import type { RequestDetailsDto } from './product.dto';

/** The most images of a page, which is held in memory: each may have a URL of 2,048 characters. */
const MOST_IMAGES = 25_000;

/** A request with its products, page by page. */
@Injectable()
export class DetailsService {
  constructor(
    private readonly requests: RequestsRepository,
    private readonly status: StatusService,
    private readonly products: ShownProducts,
    private readonly settings: RequestSettings,
  ) {}

  /** @throws ApiError request_not_found */
  async page(
    owner: string,
    id: string,
    { limit, cursor, status, q }: DetailsQuery,
  ): Promise<RequestDetailsDto> {
    const request = await this.requests.ofOwner(owner, id);
    const filter = { ...(status && { statuses: [status] }), ...(q && { text: q }) };
    const found = await this.products.behind(request.id, Number(cursor ?? 0), limit + 1, filter);
    const { items, nextCursor } = pageOf(found, Math.min(limit, fitting(found)), last => String(last.row));
    const images = await this.products.imagesOf(items);
    const origin = originOf(request, this.settings);
    return {
      ...(await this.status.of(request)),
      products: items.map(product => productView(product, images.get(product.id) ?? [], origin)),
      next_cursor: nextCursor,
    };
  }
}

/** The number of these products that one page holds: at least one. */
function fitting(products: ShownProduct[]): number {
  const [run = []] = runsWithin(
    MOST_IMAGES,
    products.map(({ images }) => ({ weight: total(images) })),
  );
  return run.length;
}

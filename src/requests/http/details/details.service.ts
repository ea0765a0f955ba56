import { Injectable } from '@nestjs/common';
import { pageOf } from '../../../common/http';
import { RequestsRepository } from '../../requests.repository';
import { StatusService } from '../status/status.service';
import { CataloguePages } from './catalogue-pages';
import type { DetailsQuery } from './details.query';
import { productView } from './product-view';
import type { RequestDetailsDto } from './product.dto';

/** A request with its products, page by page. */
@Injectable()
export class DetailsService {
  constructor(
    private readonly requests: RequestsRepository,
    private readonly status: StatusService,
    private readonly pages: CataloguePages,
  ) {}

  /** @throws ApiError request_not_found */
  async page(
    owner: string,
    id: string,
    { limit, cursor, status, q }: DetailsQuery,
  ): Promise<RequestDetailsDto> {
    const request = await this.requests.ofOwner(owner, id);
    const filter = { ...(status && { statuses: [status] }), ...(q && { text: q }) };
    const found = await this.pages.products(request.id, Number(cursor ?? 0), limit + 1, filter);
    const { items, nextCursor } = pageOf(found, limit, last => String(last.row));
    const images = await this.pages.imagesOf(items);
    return {
      ...(await this.status.of(request)),
      products: items.map(product => productView(product, images.get(product.id) ?? [], request.baseUrl)),
      next_cursor: nextCursor,
    };
  }
}

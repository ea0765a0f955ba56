import type { CatalogueLimits } from '../../../csv';
import type { RequestSettings } from '../../request.settings';

/** What the settings say of uploads. */
export function catalogueLimits(settings: RequestSettings): CatalogueLimits {
  return {
    maxRows: settings.MAX_ROWS,
    maxImages: settings.MAX_IMAGES,
    maxUrlsPerProduct: settings.MAX_URLS_PER_PRODUCT,
    maxUrlLength: settings.MAX_URL_LENGTH,
  };
}

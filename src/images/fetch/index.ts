export { BodyBudget } from './body-budget';
export { FetchModule } from './fetch.module';
export { FetchSettings } from './fetch.settings';
export { type FetchedImage, ImageFetcher } from './image.fetcher';
export { retryAfterMs } from './retry-after';
export { toImageFailure } from './to-image-failure';

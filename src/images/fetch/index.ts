export { BodyBudget } from './body-budget';
export { FetchModule } from './fetch.module';
export { FetchSettings } from './fetch.settings';
export { HostSaturatedError } from './host-saturated-error';
export { HostSlots } from './host-slots';
export { type FetchedImage, ImageFetcher } from './image.fetcher';
export { MemoryShortError } from './memory-short-error';
export { toImageFailure } from './to-image-failure';

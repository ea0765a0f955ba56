export { BodyBudget } from './body-budget';
export { FetchModule } from './fetch.module';
export { FetchSettings } from './fetch.settings';
export { HostCrowdedError } from './host-crowded-error';
export { HostSlots } from './host-slots';
export { type FetchedImage, ImageFetcher } from './image.fetcher';
export { toImageFailure } from './to-image-failure';

export { BodyBudget } from './body-budget';
export { FetchModule } from './fetch.module';
export { FetchSettings } from './fetch.settings';
export { HostSlots } from './host-slots';
export { type FetchedImage, ImageFetcher } from './image.fetcher';
export { NoRoomError } from './no-room-error';
export { toImageFailure } from './to-image-failure';

export { ImagesMovedEvent } from './images-moved.event';
export { FollowerImages } from './follower-images';
export { Ledger } from './ledger';
export type { LockedImage } from './ledger';
export { moveOf } from './move';
export type { ImageMove } from './move';
export { standing } from './standing';

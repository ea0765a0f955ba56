export { ClaimWindow } from './claim-window';
export { ClaimableImages } from './claimable-images';
export { Feed } from './feed';

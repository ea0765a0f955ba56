export { ClaimWindow } from './claim-window';
export { ClaimableImages } from './claimable-images';
export { Feed } from './feed';
export { HostRounds } from './host-rounds';

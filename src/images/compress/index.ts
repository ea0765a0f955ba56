export { checkImage } from './check-image';
export { compressImage } from './compress-image';
export type { CompressedImage } from './compress-image';
export { FORMAT_FACTS, IMAGE_FORMATS } from './image-format';
export type { ImageFormat } from './image-format';
export type { ImageHeader, ImageLimits } from './image-header';
export { inspectImage } from './inspect-image';
export { peakMemoryBytes } from './peak-memory';
export { libvipsUsage } from './sharp.gateway';

import { hostOf } from '../../common/outbound';
import type { EngineSettings } from './engine.settings';

/**
 * The `host:port` of the image service, which may ask to slow down as any host may; null where this program compresses.
 */
export function serviceHost({ IMAGE_ENGINE, IMAGE_ENGINE_URL }: EngineSettings): string | null {
  return IMAGE_ENGINE === 'remote' && IMAGE_ENGINE_URL ? hostOf(IMAGE_ENGINE_URL) : null;
}

import {
  hostOf,
  OutboundClient,
  type OutboundSettings,
  type OwnListeners,
  parseAllowance,
  portOf,
} from '../../common/outbound';
import type { EngineSettings } from './engine.settings';

/**
 * The client for the image service and its results. Inside the network it reaches the host and port of IMAGE_ENGINE_URL
 * and IMAGE_ENGINE_ALLOWED_HOSTS, nothing else; and no other client reaches these because of it.
 */
export class EngineClient extends OutboundClient {
  constructor(engine: EngineSettings, { ALLOWED_PORTS }: OutboundSettings, ownListeners: OwnListeners) {
    const url = new URL(engine.IMAGE_ENGINE_URL ?? '');
    const port = portOf(url);
    const service = parseAllowance(hostOf(url));
    super(
      {
        ALLOWED_PRIVATE_HOSTS: [...engine.IMAGE_ENGINE_ALLOWED_HOSTS, ...(service ? [service] : [])],
        ALLOWED_PORTS: [...ALLOWED_PORTS, { from: port, to: port }],
      },
      ownListeners,
    );
  }
}

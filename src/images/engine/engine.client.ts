import {
  parseAllowance,
  OutboundClient,
  type OutboundSettings,
  type OwnListeners,
} from '../../common/outbound';
import type { EngineSettings } from './engine.settings';

/**
 * The way to the image service and to its results. Inside the network it reaches the host and port of
 * IMAGE_ENGINE_URL and IMAGE_ENGINE_ALLOWED_HOSTS, nothing else; and nobody else reaches these by that.
 */
export class EngineClient extends OutboundClient {
  constructor(engine: EngineSettings, { ALLOWED_PORTS }: OutboundSettings, ownListeners: OwnListeners) {
    const { hostname, port } = serviceAt(engine);
    const service = parseAllowance(`${hostname}:${port}`);
    super(
      {
        ALLOWED_PRIVATE_HOSTS: [...engine.IMAGE_ENGINE_ALLOWED_HOSTS, ...(service ? [service] : [])],
        ALLOWED_PORTS: [...ALLOWED_PORTS, { from: port, to: port }],
      },
      ownListeners,
    );
  }
}

function serviceAt({ IMAGE_ENGINE_URL }: EngineSettings): { hostname: string; port: number } {
  const { protocol, hostname, port } = new URL(IMAGE_ENGINE_URL ?? '');
  return { hostname, port: Number(port) || (protocol === 'https:' ? 443 : 80) };
}

import { IsOptional } from 'class-validator';
import { EntryList } from '../settings';
import { parseOrigin, parseProxy, PROXY_RANGES } from './origins-and-proxies';

export class HttpSettings {
  /** The origins of pages that may call from a browser. */
  @EntryList('an origin such as https://shop.example.com', parseOrigin)
  CORS_ORIGINS: string[] = [];

  /** Proxies whose forwarding headers are trusted; null: none. */
  @IsOptional()
  @EntryList(
    `an address or subnet of a proxy (or ${PROXY_RANGES.join(', ')}), or else the only one, a number of proxies from 1 to 9`,
    parseProxy,
  )
  TRUST_PROXY: string[] | null = null;
}

import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import axios, { type AxiosInstance, isAxiosError } from 'axios';
import { AddressGuard } from './address-guard';
import { GuardedHttpAgent, GuardedHttpsAgent } from './guarded-agents';
import { NameResolver, type Resolve } from './name-resolver';
import type { OutboundSettings } from './outbound.settings';
import type { OwnListeners } from './own-listeners';
import { toOutboundError } from './to-outbound-error';
import { USER_AGENT } from './user-agent';

export interface OutboundRequest {
  method?: 'GET' | 'POST';
  url: string | URL;
  headers?: Record<string, string>;
  /** The body is sent byte for byte. */
  body?: Buffer;
  /** Ends the request and the reading of its answer. There is no other deadline for the body. */
  signal: AbortSignal;
  /** How long the headers of the answer may take; connecting has a limit of its own. */
  headersTimeoutMs?: number;
}

export interface OutboundResponse {
  status: number;
  headers: IncomingHttpHeaders;
  /**
   * The body as it was sent, its `Content-Encoding` untouched. Read it to the end or destroy it: until then it holds
   * the connection.
   */
  stream: Readable;
}

export interface OutboundOptions {
  resolve?: Resolve;
  /** How long answers of the resolver are reused, so that origins without keep-alive cost no more; 0 asks every time. */
  rememberNamesMs?: number;
  connectTimeoutMs?: number;
  idleMs?: number;
  /** The certificate authorities to trust instead of the usual ones. */
  ca?: string | Buffer;
}

/** The only way out of the program. It follows no redirects, uses no proxy, and decodes nothing. */
export class OutboundClient {
  private readonly guard: AddressGuard;
  private readonly agents: { httpAgent: GuardedHttpAgent; httpsAgent: GuardedHttpsAgent };
  private readonly http: AxiosInstance;

  constructor(settings: OutboundSettings, ownListeners: OwnListeners, options: OutboundOptions = {}) {
    const rules = {
      allowances: settings.ALLOWED_PRIVATE_HOSTS,
      ports: settings.ALLOWED_PORTS,
      isOwn: ownListeners.includes.bind(ownListeners),
    };
    const {
      resolve,
      rememberNamesMs: rememberMs = 5_000,
      connectTimeoutMs = 10_000,
      idleMs = 4_000,
      ca,
    } = options;
    // Half of the time is for what follows when the turn to look up a name comes late.
    const resolver = new NameResolver(resolve, { rememberMs, patienceMs: connectTimeoutMs / 2 });
    this.guard = new AddressGuard(rules, resolver);
    const pool = { guard: this.guard, connectTimeoutMs, idleMs };
    this.agents = { httpAgent: new GuardedHttpAgent(pool), httpsAgent: new GuardedHttpsAgent(pool, ca) };
    this.http = axios.create({
      ...this.agents,
      headers: { common: { Accept: '*/*', 'Accept-Encoding': 'identity', 'User-Agent': USER_AGENT } },
      adapter: 'http',
      proxy: false,
      maxRedirects: 0,
      decompress: false,
      responseType: 'stream',
      validateStatus: null,
      transformRequest: [],
      transformResponse: [],
    });
  }

  /** Sends a request; an answer of any status is returned. @throws OutboundError */
  async request(request: OutboundRequest): Promise<OutboundResponse> {
    const url = this.guard.checkUrl(request.url);
    try {
      return await this.send(url, request);
    } catch (error) {
      throw toOutboundError(error, url.host, request.signal);
    }
  }

  /**
   * Checks that requests to this URL are permitted as things are now; a name that does not resolve is not forbidden.
   * @throws OutboundError `invalid_url` or `address_blocked`
   */
  async assertAllowed(url: string | URL): Promise<void> {
    await this.guard.checkWhereItLeads(url);
  }

  /** Closes idle connections and breaks off those in use. */
  close(): void {
    this.agents.httpAgent.destroy();
    this.agents.httpsAgent.destroy();
  }

  private async send(url: URL, request: OutboundRequest): Promise<OutboundResponse> {
    const { method = 'GET', headers, body, signal, headersTimeoutMs } = request;
    try {
      const { status, data } = await this.http.request<IncomingMessage>({
        method,
        url: url.href,
        headers,
        data: body,
        signal,
        timeout: headersTimeoutMs,
      });
      return { status, headers: data.headers, stream: data };
    } catch (error) {
      if (method === 'GET' && !signal.aborted && wasStaleConnection(error)) return this.send(url, request);
      throw error;
    }
  }
}

/**
 * Whether the server hung up a kept connection just as it was used again. Each retry removes one such connection, so
 * the retries come to an end.
 */
function wasStaleConnection(error: unknown): boolean {
  if (!isAxiosError(error) || error.response || !(error.code === 'ECONNRESET' || error.code === 'EPIPE')) {
    return false;
  }
  return (error.request as { reusedSocket?: boolean } | undefined)?.reusedSocket === true;
}

const DEFAULT_PORTS: Record<string, string> = { 'http:': '80', 'https:': '443' };

/** `host:port` that a valid http(s) URL leads to: what pauses and shares go by. */
export function hostOf(url: string | URL): string {
  const { protocol, hostname, port } = typeof url === 'string' ? new URL(url) : url;
  return `${hostname}:${port || DEFAULT_PORTS[protocol]}`;
}

import type { RequestStatus } from '../api/types';

/** The state of the connection. `live`: each change arrives; `lost`: trying to connect again. */
export type Connection = 'connecting' | 'live' | 'lost';

export interface Watcher {
  onStatus: (status: RequestStatus) => void;
  onConnection: (connection: Connection) => void;
}

/** The wait before a new connection: the browser retries a broken one by itself, but not a refused one. */
const AGAIN_MS = 2_000;

/**
 * Follows a request by its event stream until it has finished, while the page is seen: over HTTP/1.1 a browser has six
 * connections for all the tabs of a host. Each event is a whole status, so that nothing is missing after a break.
 * @returns what ends it
 */
export function watchRequest(id: string, { onStatus, onConnection }: Watcher): () => void {
  let source: EventSource | undefined;
  let timer: number | undefined;
  const open = () => {
    source = new EventSource(`/api/events/${id}`);
    source.onopen = () => onConnection('live');
    source.onerror = () => {
      onConnection('lost');
      if (source?.readyState === EventSource.CLOSED) timer = window.setTimeout(open, AGAIN_MS);
    };
    const read = ({ data }: MessageEvent) => onStatus(JSON.parse(String(data)) as RequestStatus);
    source.addEventListener('progress', read);
    source.addEventListener('finished', event => {
      source?.close();
      read(event);
    });
  };
  const close = () => {
    window.clearTimeout(timer);
    source?.close();
  };
  const follow = () => {
    close();
    if (!document.hidden) open();
  };
  document.addEventListener('visibilitychange', follow);
  follow();
  return () => {
    document.removeEventListener('visibilitychange', follow);
    close();
  };
}

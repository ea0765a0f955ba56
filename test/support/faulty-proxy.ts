import { type IncomingMessage, request as call, type ServerResponse } from 'node:http';
import { startHttp } from './http-server';

/** What goes wrong with a call. */
export type Fault =
  | { kind: 'answer'; status: number; body?: string }
  /** Nothing is answered, ever. */
  | { kind: 'silence' }
  /** The answer stops in its middle, with or without the connection's end. */
  | { kind: 'cut' | 'stall'; afterBytes: number };

/** A call that came to the proxy. */
export interface ProxiedCall {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
}

/** Stands before a server and does it wrong whenever a test says so; signatures stay valid. */
export interface FaultyProxy {
  url: string;
  calls: ProxiedCall[];
  /** Asked for each call; null: goes through. */
  faults: (call: ProxiedCall) => Fault | null;
  close(): Promise<void>;
}

export async function startFaultyProxy(target: string): Promise<FaultyProxy> {
  const server = await startHttp((incoming, outgoing) => {
    const { method = 'GET', url: path = '/', headers } = incoming;
    const seen = { method, path, headers };
    proxy.calls.push(seen);
    const fault = proxy.faults(seen);
    if (fault?.kind === 'answer') {
      incoming.resume().once('end', () => outgoing.writeHead(fault.status).end(fault.body));
    } else if (fault?.kind === 'silence') {
      incoming.resume();
    } else {
      forward(target, incoming, outgoing, fault);
    }
  });
  const proxy: FaultyProxy = {
    url: `http://${server.host}`,
    calls: [],
    faults: () => null,
    close: () => server.close(),
  };
  return proxy;
}

function forward(
  target: string,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  fault: Extract<Fault, { afterBytes: number }> | null,
): void {
  const { method, headers, url = '/' } = incoming;
  const forwarded = call(new URL(url, target), { method, headers }, answer => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    if (fault) breakOff(answer, outgoing, fault);
    else answer.pipe(outgoing);
  });
  forwarded.once('error', () => outgoing.destroy());
  incoming.pipe(forwarded);
}

function breakOff(
  answer: IncomingMessage,
  outgoing: ServerResponse,
  { kind, afterBytes }: Extract<Fault, { afterBytes: number }>,
): void {
  let sent = 0;
  answer.on('data', (piece: Buffer) => {
    const rest = piece.subarray(0, Math.max(0, afterBytes - sent));
    sent += rest.length;
    const isEnd = kind === 'cut' && sent >= afterBytes;
    if (rest.length > 0) outgoing.write(rest, () => isEnd && outgoing.destroy());
    if (isEnd) answer.destroy();
  });
}

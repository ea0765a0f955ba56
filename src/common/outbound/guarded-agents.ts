import { Agent as HttpAgent, type ClientRequestArgs } from 'node:http';
import { Agent as HttpsAgent, type RequestOptions } from 'node:https';
import { connect, type Socket, type TcpNetConnectOpts } from 'node:net';
import type { Duplex } from 'node:stream';
import { type DialRules, guardedDial } from './guarded-dial';

export interface PoolRules extends DialRules {
  /** How long a connection is kept for the next request; less than the 5 s after which Node's own servers hang up. */
  idleMs: number;
}

type OnCreated = (error: Error | null, socket: Duplex) => void;

/** An HTTP agent that keeps connections alive; each was judged when it was opened. */
export class GuardedHttpAgent extends HttpAgent {
  constructor(private readonly rules: PoolRules) {
    super({ keepAlive: true });
  }

  override createConnection(options: ClientRequestArgs, onCreated?: OnCreated): Duplex | undefined {
    const open = (guarded: ClientRequestArgs) => connect(guarded as TcpNetConnectOpts);
    return orRefuse(() => guardedDial(options, this.rules, open, 'connect'), onCreated);
  }

  override keepSocketAlive(socket: Duplex): boolean {
    return keepFor(this.rules.idleMs, socket, super.keepSocketAlive(socket));
  }
}

/** The same agent for HTTPS. It always verifies certificates, whatever NODE_TLS_REJECT_UNAUTHORIZED says. */
export class GuardedHttpsAgent extends HttpsAgent {
  constructor(
    private readonly rules: PoolRules,
    ca?: string | Buffer,
  ) {
    super({ keepAlive: true, rejectUnauthorized: true, ...(ca === undefined ? {} : { ca }) });
  }

  override createConnection(options: RequestOptions, onCreated?: OnCreated): Duplex | undefined {
    const open = (guarded: RequestOptions) => super.createConnection(guarded) as Socket;
    return orRefuse(() => guardedDial(options, this.rules, open, 'secureConnect'), onCreated);
  }

  override keepSocketAlive(socket: Duplex): boolean {
    return keepFor(this.rules.idleMs, socket, super.keepSocketAlive(socket));
  }
}

function orRefuse(dial: () => Socket, onCreated?: OnCreated): Duplex | undefined {
  try {
    return dial();
  } catch (error) {
    // Node's agent takes an error without a socket; the type does not say so.
    (onCreated as (error: unknown) => void)(error);
    return undefined;
  }
}

/**
 * Keeps an idle socket for this time. The agent's own `timeout` option would also hit requests under way. Axios sets
 * the time of a reused socket anew.
 */
function keepFor(idleMs: number, socket: Duplex, keep: unknown): boolean {
  const { timeout } = socket as Socket;
  if (!timeout || timeout > idleMs) (socket as Socket).setTimeout(idleMs);
  return keep !== false;
}

import { OutboundError } from './outbound-error';

/** Names that hang left no turn to look this one up: its host was not asked for anything, and may be in best health. */
export class LookupsBusyError extends OutboundError {
  constructor(host: string) {
    super('timeout', `There was no turn to look up the name ${host}.`);
  }
}

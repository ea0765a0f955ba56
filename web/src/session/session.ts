/** Remembers that this page has signed in: the cookie itself is out of reach of scripts. */
const SIGNED_IN = 'darkroom.signed-in';

type State = 'unknown' | 'key-needed' | 'signed-in';

let state: State = localStorage.getItem(SIGNED_IN) === null ? 'unknown' : 'signed-in';
const listeners = new Set<() => void>();

function become(next: State): void {
  if (next === state) return;
  state = next;
  if (next === 'signed-in') localStorage.setItem(SIGNED_IN, 'yes');
  else localStorage.removeItem(SIGNED_IN);
  for (const listener of listeners) listener();
}

/** Whether the service asks for a key. `unknown` is where it does not: nobody has said otherwise. */
export const session = {
  state: (): State => state,
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  expire: () => become('key-needed'),
  begin: () => become('signed-in'),
};

/** Remembers that this page has signed in: the cookie itself is out of reach of scripts. */
const SIGNED_IN = 'darkroom.signed-in';

type State = 'unknown' | 'key-needed' | 'signed-in';

let state: State = remembered() ? 'signed-in' : 'unknown';
const listeners = new Set<() => void>();

/** Browsers that keep no cookies forbid the storage as well: then the first answer says whether a key is needed. */
function remembered(): boolean {
  try {
    return localStorage.getItem(SIGNED_IN) !== null;
  } catch {
    return false;
  }
}

function remember(isSignedIn: boolean): void {
  try {
    if (isSignedIn) localStorage.setItem(SIGNED_IN, 'yes');
    else localStorage.removeItem(SIGNED_IN);
  } catch {
    // It only saves showing the way out, until the next sign-in.
  }
}

function become(next: State): void {
  if (next === state) return;
  state = next;
  remember(next === 'signed-in');
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

import { useSyncExternalStore } from 'react';
import { Route, Switch } from 'wouter';
import { Home } from './home/home';
import { RequestPage, WebhooksPage } from './pages';
import { session } from './session/session';
import { SignIn } from './session/sign-in';
import { Frame } from './shell/frame';
import { NotFound } from './shell/not-found';

/** The views of the page: `src/common/page/page-paths.ts` has to know them too. */
export function App() {
  const state = useSyncExternalStore(session.subscribe, session.state);
  if (state === 'key-needed') return <SignIn />;
  return (
    <Frame isSignedIn={state === 'signed-in'}>
      <Switch>
        <Route path="/" component={Home} />
        <Route path="/requests/:id">{({ id }) => <RequestPage key={id} id={id} />}</Route>
        <Route path="/webhooks" component={WebhooksPage} />
        <Route>
          <NotFound />
        </Route>
      </Switch>
    </Frame>
  );
}

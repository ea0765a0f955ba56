import { useTitle } from '../shell/use-title';
import { Deliveries } from './deliveries';
import { OwnSecret } from './own-secret';
import { Subscriptions } from './subscriptions';
import classes from './webhooks.module.css';

/** The addresses to notify when catalogues finish, and the results of notifying them. */
export function WebhooksPage() {
  useTitle('Webhooks');
  return (
    <div className={classes.page}>
      <header className={classes.head}>
        <div>
          <h1 className={classes.title}>Webhooks</h1>
          <p className={classes.lead}>
            Each time a catalogue finishes, Darkroom sends a signed message to these addresses, and tries
            again for three days where it does not get through.
          </p>
        </div>
      </header>
      <Subscriptions />
      <Deliveries />
      <OwnSecret />
    </div>
  );
}

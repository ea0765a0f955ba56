import type { RequestStatus } from '../api/types';
import { count } from '../format/numbers';
import classes from './request-summary.module.css';

const time = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });

/** Websites that asked to be asked more slowly. */
export function WaitingHosts({ waiting }: Pick<RequestStatus, 'waiting'>) {
  if (waiting.length === 0) return null;
  return (
    <ul className={classes.waiting} aria-label="Websites that asked us to slow down">
      {waiting.map(({ host, until, images }) => (
        <li key={host}>
          <strong>{host}</strong> asked us to slow down: {count(images, 'picture')}{' '}
          {images === 1 ? 'waits' : 'wait'} until {time.format(new Date(until))}. This is not an error.
        </li>
      ))}
    </ul>
  );
}

import { useEffect, useState } from 'react';
import { Icon } from '../shell/icons';
import classes from './connection-note.module.css';
import type { Connection } from './watch-request';

/** The wait before a break is mentioned: the reader would not notice a shorter one. */
const WORTH_A_WORD_MS = 1_200;
const GLAD_MS = 4_000;

type Said = 'nothing' | 'lost' | 'back';

/** Says when the page no longer receives changes, and when it does again. */
export function ConnectionNote({ connection, isRunning }: { connection: Connection; isRunning: boolean }) {
  const [said, setSaid] = useState<Said>('nothing');
  useEffect(() => {
    if (connection === 'lost' && isRunning) {
      const timer = setTimeout(() => setSaid('lost'), WORTH_A_WORD_MS);
      return () => clearTimeout(timer);
    }
    setSaid(before => (before === 'lost' ? 'back' : before));
    return undefined;
  }, [connection, isRunning]);
  useEffect(() => {
    if (said !== 'back') return;
    const timer = setTimeout(() => setSaid('nothing'), GLAD_MS);
    return () => clearTimeout(timer);
  }, [said]);
  return (
    <div role="status">
      {said === 'lost' && (
        <p className={`${classes.note} ${classes.lost}`}>
          <Icon name="offline" /> The connection to Darkroom is lost. What was uploaded is safe, and this page
          connects again by itself.
        </p>
      )}
      {said === 'back' && (
        <p className={`${classes.note} ${classes.back}`}>
          <Icon name="check" /> Connected again.
        </p>
      )}
    </div>
  );
}

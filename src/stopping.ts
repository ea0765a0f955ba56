import { setTimeout as delay } from 'node:timers/promises';
import type { INestApplication } from '@nestjs/common';
import type { OpenConnections } from './common/http';
import { loadSettings } from './common/settings';
import { ShutdownSettings } from './common/shutdown';

/** For handing back and closing, when the grace is over. */
const CLOSING_MS = 1_000;

/**
 * Ends the application within `SHUTDOWN_GRACE_MS` and a moment: also where Postgres keeps it waiting, for a lock or for
 * ever. What is under way then comes back by its lease, as after a crash.
 */
export async function stopInTime(
  app: INestApplication,
  connections: OpenConnections,
  log: (message: string) => void,
): Promise<void> {
  const { SHUTDOWN_GRACE_MS: graceMs } = loadSettings(ShutdownSettings);
  // Nest waits for them.
  connections.end(graceMs);
  const ended = app.close().then(() => true);
  const timeUp = delay(graceMs + CLOSING_MS, false, { ref: false });
  if (!(await Promise.race([ended, timeUp]))) {
    log('Did not end in time: what was under way comes back when its leases run out');
  }
}

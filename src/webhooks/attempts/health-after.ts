import { DAY_MS } from '../../common/day-ms';

/** The days after which an endpoint that only fails is disabled. */
const FAILING_DAYS = 5;

/** Days without an attempt, more than any delivery waits: there was nothing to send, so the health is not known. */
export const IDLE_DAYS = 2;

/** The health of a subscription's endpoint. */
export interface Health {
  enabled: boolean;
  disabledReason: string | null;
  /** The first failure after the last success, or after the last time that it was idle. */
  failingSince: Date | null;
  /** The last failure; null when the last attempt was a success, or was made before this was recorded. */
  lastFailedAt: Date | null;
}

/** One attempt at the endpoint. */
export interface Result {
  at: Date;
  delivered: boolean;
  /** Whether it answered 410: never again. */
  gone: boolean;
}

/**
 * The health after some attempts, in any order; the same object when nothing changed. One success among them
 * counts more than the failures, so that a single lost message never disables an endpoint that works.
 */
export function healthAfter(health: Health, results: Result[], now: Date, scale: number): Health {
  if (results.some(result => result.gone)) return disabled(health, 'The endpoint answered 410 Gone.');
  if (results.some(result => result.delivered)) {
    return health.failingSince === null ? health : { ...health, failingSince: null, lastFailedAt: null };
  }
  if (results.length === 0) return health;
  const failing = afterFailures(health, results, scale);
  if (now.getTime() - failing.failingSince.getTime() < FAILING_DAYS * DAY_MS * scale) return failing;
  const since = failing.failingSince.toISOString();
  return disabled(failing, `Every attempt since ${since} has failed, for ${FAILING_DAYS} days.`);
}

/** The clock starts anew after an idle time; else it goes on. */
function afterFailures(health: Health, failures: Result[], scale: number): Health & { failingSince: Date } {
  const times = failures.map(({ at }) => at.getTime());
  const first = Math.min(...times);
  const before = health.lastFailedAt?.getTime() ?? -Infinity;
  const wasIdle = first - before > IDLE_DAYS * DAY_MS * scale;
  const failingSince = wasIdle || health.failingSince === null ? new Date(first) : health.failingSince;
  return { ...health, failingSince, lastFailedAt: new Date(Math.max(before, ...times)) };
}

/** Disables the endpoint. The first reason stays. */
function disabled(health: Health, disabledReason: string): Health {
  return health.enabled ? { ...health, enabled: false, disabledReason } : health;
}

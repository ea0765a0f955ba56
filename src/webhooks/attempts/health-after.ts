const DAY_MS = 24 * 3_600_000;

/** An endpoint that has only failed for so many days is disabled. */
export const FAILING_DAYS = 5;

/** How a subscription's endpoint is doing. */
export interface Health {
  enabled: boolean;
  disabledReason: string | null;
  /** The first failure after the last success. */
  failingSince: Date | null;
}

/** One attempt at it. */
export interface Result {
  at: Date;
  delivered: boolean;
  /** It answered 410: never again. */
  gone: boolean;
}

/**
 * The health after some attempts, in any order; the same object when nothing changed. One success among them
 * counts more than the failures, so that a single lost message never disables an endpoint that works.
 */
export function healthAfter(health: Health, results: Result[], now: Date, scale: number): Health {
  if (results.some(result => result.gone)) return disabled(health, 'The endpoint answered 410 Gone.');
  if (results.some(result => result.delivered)) {
    return health.failingSince === null ? health : { ...health, failingSince: null };
  }
  if (results.length === 0) return health;
  const failingSince =
    health.failingSince ?? new Date(Math.min(...results.map(result => result.at.getTime())));
  const failing = { ...health, failingSince };
  if (now.getTime() - failingSince.getTime() >= FAILING_DAYS * DAY_MS * scale) {
    const since = failingSince.toISOString();
    return disabled(failing, `Every attempt since ${since} has failed, for ${FAILING_DAYS} days.`);
  }
  return health.failingSince === null ? failing : health;
}

/** Whoever disabled it first said why. */
function disabled(health: Health, disabledReason: string): Health {
  return health.enabled ? { ...health, enabled: false, disabledReason } : health;
}

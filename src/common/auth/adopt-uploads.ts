import type { DataSource } from 'typeorm';
import { retryOnConflict } from '../database';
import { ANONYMOUS } from './owner.decorator';

/** The tables with an owner, in the order in which everything locks. */
const OWNED = ['requests', 'webhook_subscriptions', 'webhook_deliveries'];

/**
 * Gives everything that was uploaded before keys existed, with its webhooks, to a name. It is harmless when there is
 * nothing left.
 */
export async function adoptUploads(dataSource: DataSource, name: string): Promise<void> {
  if (name === ANONYMOUS) return;
  for (const table of OWNED) {
    await retryOnConflict(() =>
      dataSource.query(
        `WITH owned AS (SELECT id FROM ${table} WHERE owner = $2 ORDER BY id FOR UPDATE)
         UPDATE ${table} t SET owner = $1 FROM owned WHERE t.id = owned.id`,
        [name, ANONYMOUS],
      ),
    );
  }
  await dataSource.query(
    `UPDATE idempotency_keys k SET owner = $1 WHERE owner = $2
        AND NOT EXISTS (SELECT FROM idempotency_keys o WHERE o.owner = $1 AND o.key = k.key)`,
    [name, ANONYMOUS],
  );
}

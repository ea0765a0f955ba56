import { once } from 'node:events';
import type { ClientBase } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { EntityManager } from 'typeorm';

/**
 * Streams lines into a table, in the transaction of `tx`. `onSent` is called when all have left this process, and not
 * at all where there are none.
 */
export async function copyInto(
  tx: EntityManager,
  target: string,
  lines: string[],
  onSent?: () => void,
): Promise<void> {
  if (lines.length === 0) return;
  // TypeORM has no COPY; the connection of its transaction does.
  if (!tx.queryRunner) throw new Error('Copying needs the connection of a transaction');
  const client = (await tx.queryRunner.connect()) as ClientBase;
  const stream = client.query(copyFrom(`COPY ${target} FROM STDIN`));
  const finished = once(stream, 'finish');
  // After `setImmediate`, the message that ends the lines has left, too.
  stream.write(lines.join(''), () => onSent && setImmediate(onSent));
  stream.end();
  await finished;
}

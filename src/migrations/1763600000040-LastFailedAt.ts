import { MigrationInterface, QueryRunner } from 'typeorm';

/** A column without a default: no row is written anew, and versions before it do not mind it. */
export class LastFailedAt1763600000040 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE webhook_subscriptions ADD last_failed_at timestamptz');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE webhook_subscriptions DROP COLUMN last_failed_at');
  }
}

import { MigrationInterface, QueryRunner } from 'typeorm';

/** The default is a constant: no row is written anew. Versions before it let the secrets in it end early. */
export class OlderSecrets1763600000050 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE webhook_subscriptions ADD older_secrets jsonb NOT NULL DEFAULT '[]'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE webhook_subscriptions DROP COLUMN older_secrets');
  }
}

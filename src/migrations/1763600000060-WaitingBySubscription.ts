import { MigrationInterface, QueryRunner } from 'typeorm';

/** For the sweep that cancels what waits for subscriptions that were disabled or deleted. */
export class WaitingBySubscription1763600000060 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE INDEX "webhook_deliveries_waiting" ON "webhook_deliveries" ("subscription_id", "id")
        WHERE status = 'pending' AND subscription_id IS NOT NULL`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX "public"."webhook_deliveries_waiting"`);
  }
}

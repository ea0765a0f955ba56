import { MigrationInterface, QueryRunner } from 'typeorm';

/** For deleting pauses that ended long ago, with each one that is recorded. */
export class HostPausesUntil1763600000070 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE INDEX "host_pauses_until" ON "host_pauses" ("until")`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX "public"."host_pauses_until"`);
  }
}

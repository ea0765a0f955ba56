import { MigrationInterface, QueryRunner } from 'typeorm';

/** Where an image is that a remote image service has, and what the service said of it. */
export class RemoteEngine1763600000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
            ALTER TABLE "images"
            ADD "handed_over_at" TIMESTAMP WITH TIME ZONE,
            ADD "engine_answer" jsonb
        `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
            ALTER TABLE "images"
            DROP COLUMN "engine_answer",
            DROP COLUMN "handed_over_at"
        `);
  }
}

import { MigrationInterface, QueryRunner } from 'typeorm';

/** The groups of images with a URL that occurs very often in a request. */
export class OccurrenceGroups1763600000010 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "images" ADD "first_id" uuid`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "images" DROP COLUMN "first_id"`);
  }
}

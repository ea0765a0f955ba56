import { MigrationInterface, QueryRunner } from 'typeorm';

/** A column without a default: no row is written anew, and versions before it do not mind it. */
export class Traceparent1763600000020 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE requests ADD traceparent text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE requests DROP COLUMN traceparent');
  }
}

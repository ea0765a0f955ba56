import { MigrationInterface, QueryRunner } from 'typeorm';

/** Entities cannot say this, so it is written by hand. */
export class StorageParameters1763600000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // Each image row changes three times (claimed, taken up, done), each product row about as often: room on the
    // page lets Postgres keep the new version beside the old one and leave most indexes alone.
    await runner.query('ALTER TABLE images SET (fillfactor = 80)');
    await runner.query('ALTER TABLE products SET (fillfactor = 80)');
    // One row that every group of outcomes updates.
    await runner.query('ALTER TABLE requests SET (fillfactor = 50)');
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['images', 'products', 'requests']) {
      await runner.query(`ALTER TABLE ${table} RESET (fillfactor)`);
    }
  }
}

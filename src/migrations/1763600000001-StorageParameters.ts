import { MigrationInterface, QueryRunner } from 'typeorm';

/** Entities cannot say this, so it is written by hand. */
export class StorageParameters1763600000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // Each image row changes three times (claimed, taken up, done), each product row about as often: room on the
    // page lets Postgres keep the new version beside the old one and leave most indexes alone.
    await runner.query('ALTER TABLE images SET (fillfactor = 80)');
    await runner.query('ALTER TABLE products SET (fillfactor = 80)');
    // For the sweep that removes stored files which no image refers to.
    await runner.query(
      `CREATE INDEX images_by_stored_file ON images (substring(output_file from '[0-9a-f]{32}[.][a-z]+$'))
        WHERE output_file IS NOT NULL`,
    );
    // One row that every group of outcomes updates.
    await runner.query('ALTER TABLE requests SET (fillfactor = 50)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX images_by_stored_file');
    for (const table of ['images', 'products', 'requests']) {
      await runner.query(`ALTER TABLE ${table} RESET (fillfactor)`);
    }
  }
}

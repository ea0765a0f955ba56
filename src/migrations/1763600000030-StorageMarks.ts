import { MigrationInterface, QueryRunner } from 'typeorm';

/** What tells this database's storage from any other. The first mark says since when there is this database. */
export class StorageMarks1763600000030 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
            CREATE TABLE "storage_marks" (
                "mark" uuid NOT NULL,
                "made_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(),
                CONSTRAINT "PK_081c32e4957978d908e7c98384d" PRIMARY KEY ("mark")
            )
        `);
    await runner.query(`INSERT INTO "storage_marks" ("mark") VALUES (gen_random_uuid())`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE "storage_marks"`);
  }
}

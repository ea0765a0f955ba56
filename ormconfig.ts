import { DataSource } from 'typeorm';
import { migrationOptions } from './src/common/database';

/** For TypeORM's command line. The program itself reads its settings in src/program.ts. */
export default new DataSource(migrationOptions(process.env.DATABASE_URL ?? ''));

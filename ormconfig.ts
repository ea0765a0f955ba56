import { DataSource } from 'typeorm';
import { dataSourceOptions } from './src/common/database';

/** For TypeORM's command line. The program itself reads its settings in src/program.ts. */
export default new DataSource(dataSourceOptions(process.env.DATABASE_URL ?? '', 'darkroom-migrations', 2));

import { DataSource } from 'typeorm';
import { dataSourceOptions, migrationOptions, runMigrations } from '../../src/common/database';
import { type FreshServers, freshServers } from '../support/servers';

let servers: FreshServers;
beforeAll(async () => (servers = await freshServers()));
afterAll(() => servers.stop());

const connect = () => new DataSource(migrationOptions(servers.databaseUrl)).initialize();

describe('the migrations', () => {
  it('run once, however many processes start at the same time', async () => {
    const processes = await Promise.all([connect(), connect(), connect()]);
    await Promise.all(processes.map(runMigrations));
    const ran = await processes[0].query<unknown[]>('SELECT FROM migrations');
    expect(ran).toHaveLength(processes[0].migrations.length);
    await Promise.all(processes.map(dataSource => dataSource.destroy()));
  });

  it('may take their time, other than what comes after them', async () => {
    const longest = async (dataSource: DataSource) => {
      const [shown] = await dataSource.query<[{ statement_timeout: string }]>('SHOW statement_timeout');
      await dataSource.destroy();
      return shown.statement_timeout;
    };
    expect(await longest(await connect())).toBe('0');
    const usual = new DataSource(dataSourceOptions(servers.databaseUrl, 'test', 2));
    expect(await longest(await usual.initialize())).toBe('1min');
  });

  it('bring all that the entities need; else run npm run migration:generate', async () => {
    const dataSource = await connect();
    const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
    expect(upQueries.map(({ query }) => query)).toEqual([]);
    await dataSource.destroy();
  });

  it('can be taken back', async () => {
    const dataSource = await connect();
    for (let left = dataSource.migrations.length; left > 0; left--) await dataSource.undoLastMigration();
    const tables = await dataSource.query<{ table: string }[]>(
      `SELECT table_name AS "table" FROM information_schema.tables WHERE table_schema = 'public' AND table_name <> 'migrations'`,
    );
    expect(tables).toEqual([]);
    await dataSource.destroy();
  });
});

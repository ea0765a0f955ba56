import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { migrationOptions, runMigrations } from '../src/common/database';
import { startEmbedded } from '../src/embedded';

const USAGE = `npm run migration:generate -- NAME   writes src/migrations/<time>-NAME.ts: what the entities need and the migrations lack
npm run migration:run                brings the database of DATABASE_URL up to date
npm run migration:check              fails when the entities need what no migration brings`;

/** Runs `work` on a database of its own that has all migrations. */
async function onFreshDatabase<T>(work: (dataSource: DataSource, url: string) => Promise<T>): Promise<T> {
  const dataDir = await mkdtemp(join(tmpdir(), 'darkroom-migration-'));
  const servers = await startEmbedded({ dataDir, postgres: true, redis: false, log: () => undefined });
  const url = servers.databaseUrl ?? '';
  const dataSource = await new DataSource(migrationOptions(url)).initialize();
  try {
    await runMigrations(dataSource);
    return await work(dataSource, url);
  } finally {
    await dataSource.destroy();
    await servers.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function generate(name: string): Promise<number> {
  return onFreshDatabase((_, url) => {
    const typeorm = join(__dirname, '..', 'node_modules', 'typeorm', 'cli.js');
    const { status } = spawnSync(
      process.execPath,
      [
        '-r',
        '@swc-node/register',
        typeorm,
        'migration:generate',
        '-d',
        'ormconfig.ts',
        '-p',
        `src/migrations/${name}`,
      ],
      { stdio: 'inherit', env: { ...process.env, DATABASE_URL: url } },
    );
    return Promise.resolve(status ?? 1);
  });
}

async function run(): Promise<number> {
  const url = process.env.DATABASE_URL;
  if (!url)
    throw new Error('Set DATABASE_URL to the database to bring up to date; embedded ones are at each start.');
  const dataSource = await new DataSource(migrationOptions(url)).initialize();
  await runMigrations(dataSource);
  await dataSource.destroy();
  return 0;
}

async function check(): Promise<number> {
  const { upQueries } = await onFreshDatabase(dataSource => dataSource.driver.createSchemaBuilder().log());
  if (upQueries.length === 0) return 0;
  console.error('The entities need what no migration brings; run npm run migration:generate -- NAME');
  for (const { query } of upQueries) console.error(query);
  return 1;
}

async function main([command, name]: string[]): Promise<number> {
  if (command === 'generate' && name) return generate(name);
  if (command === 'run') return run();
  if (command === 'check') return check();
  console.error(USAGE);
  return 2;
}

main(process.argv.slice(2)).then(
  code => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);

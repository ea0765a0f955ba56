import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { NestFactory } from '@nestjs/core';
import { format, resolveConfig } from 'prettier';
import { AppModule } from '../src/app.module';
import { openApiDocument } from '../src/openapi';

const FILE = join(__dirname, '..', 'openapi.json');

/** `npm run openapi` writes what `GET /api/openapi.json` answers: for clients that are made without a server. */
async function main(): Promise<void> {
  const connections = { databaseUrl: 'postgres://nowhere', redisUrl: 'redis://nowhere' };
  const module = AppModule.on({ ...connections, role: 'all' });
  // A preview puts the modules together and makes nothing of them, so that no server is needed.
  const app = await NestFactory.create(module, { preview: true, logger: false, abortOnError: false });
  const document = JSON.stringify(openApiDocument(app));
  const style = await resolveConfig(FILE);
  await writeFile(FILE, await format(document, { ...style, parser: 'json' }));
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});

import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StorageSettings } from '../../../storage';
import { IncomingSweep } from './incoming-sweep';

const HOUR_MS = 3_600_000;

it('removes at the start what a process left that died in the middle of an upload, and no upload of today', async () => {
  const DATA_DIR = mkdtempSync(join(tmpdir(), 'darkroom-incoming-'));
  const folder = join(DATA_DIR, 'incoming');
  mkdirSync(folder);
  for (const [name, hours] of Object.entries({ old: 25, young: 23 })) {
    const at = new Date(Date.now() - hours * HOUR_MS);
    writeFileSync(join(folder, name), '');
    utimesSync(join(folder, name), at, at);
  }
  const sweep = new IncomingSweep(Object.assign(new StorageSettings(), { DATA_DIR }));
  sweep.onApplicationBootstrap();
  await sweep.beforeApplicationShutdown();
  expect(readdirSync(folder)).toEqual(['young']);
  rmSync(DATA_DIR, { recursive: true });
});

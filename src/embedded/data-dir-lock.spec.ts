import { mkdtemp, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { claimName, lockDataDir, parseClaimName } from './data-dir-lock';
import { DataDirLockedError } from './embedded.error';
import { processIdentity } from './process-identity';

let dataDir: string;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'darkroom-lock-'));
  await mkdir(join(dataDir, 'lock'));
});

afterEach(() => rm(dataDir, { recursive: true }));

describe('the lock of the data directory', () => {
  it('is given back, and can be taken again', async () => {
    const release = await lockDataDir(dataDir);
    await release();
    await (
      await lockDataDir(dataDir)
    )();
    expect(await readdir(join(dataDir, 'lock'))).toEqual([]);
  });

  it('is not given twice, not even to the same process', async () => {
    const release = await lockDataDir(dataDir);
    await expect(lockDataDir(dataDir)).rejects.toThrow(DataDirLockedError);
    await release();
  });

  it('names the process that holds it', async () => {
    const parent = claimName(process.ppid, processIdentity(process.ppid)!);
    await writeFile(join(dataDir, 'lock', parent), '');
    await expect(lockDataDir(dataDir)).rejects.toMatchObject({ pid: process.ppid });
  });

  it('is taken over from a process that is gone, even when its pid went to another', async () => {
    await writeFile(join(dataDir, 'lock', claimName(process.ppid, 'before-1')), '');
    await (
      await lockDataDir(dataDir)
    )();
  });

  it('reads its own claims, and no other file', () => {
    expect(parseClaimName(claimName(4711, '91361897-159552'))).toEqual({
      pid: 4711,
      identity: '91361897-159552',
    });
    expect(parseClaimName('.DS_Store')).toBeUndefined();
  });
});

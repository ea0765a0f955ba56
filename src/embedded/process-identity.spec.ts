import { spawnSync } from 'node:child_process';
import { commandLineOf, parseProcStat, parsePs, processIdentity } from './process-identity';

const stat = (state: string, name = 'node') =>
  `4711 (${name}) ${state} 1 4711 4711 0 -1 4194560 1 0 0 0 5 1 0 0 20 0 11 0 159552 1234 5678`;

describe('the identity of a process', () => {
  it('is when it started, counted within this boot', () => {
    expect(parseProcStat(stat('S'), '91361897-0000-0000')).toBe('91361897-159552');
  });

  it('is not misled by a name with brackets and spaces', () => {
    expect(parseProcStat(stat('R', 'a) S 1 (b'), '91361897-0000-0000')).toBe('91361897-159552');
  });

  it('is none for a process that is dead but was never waited for', () => {
    expect(parseProcStat(stat('Z'), '91361897-0000-0000')).toBeUndefined();
    expect(parsePs('Z    Thu Nov 20 09:31:00 2025\n')).toBeUndefined();
  });

  it('comes from ps where there is no /proc', () => {
    expect(parsePs('Ss   Thu Nov 20 09:31:00 2025\n')).toBe(String(Date.UTC(2025, 10, 20, 9, 31)));
    expect(parsePs('')).toBeUndefined();
  });

  it('stays the same while the process lives, and is none once it has ended', () => {
    expect(processIdentity(process.pid)).toBe(processIdentity(process.pid));
    expect(processIdentity(process.pid)).toMatch(/^[\w-]+$/);
    expect(processIdentity(spawnSync('true').pid)).toBeUndefined();
  });

  it('has a command line beside it, which is empty once the process has ended', () => {
    expect(commandLineOf(process.pid)).toContain('node');
    expect(commandLineOf(spawnSync('true').pid)).toBe('');
  });
});

import { redisCandidates } from './redis-binary';
import { redisConfig } from './redis-server';

describe('Redis', () => {
  it('is looked for on the PATH first, then where it usually lies; relative folders do not count', () => {
    const candidates = redisCandidates('/opt/mine:.:bin');
    expect(candidates.slice(0, 3)).toEqual([
      '/opt/mine/redis-server',
      '/opt/mine/valkey-server',
      '/usr/bin/redis-server',
    ]);
  });

  it('writes nothing to disk, throws no job away, and lets nobody in from outside or without the password', () => {
    expect(redisConfig(6380, 'secret').split('\n')).toEqual(
      expect.arrayContaining([
        'bind 127.0.0.1',
        'port 6380',
        'requirepass secret',
        'save ""',
        'appendonly no',
        'maxmemory-policy noeviction',
      ]),
    );
  });
});

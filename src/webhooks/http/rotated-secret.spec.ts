import { MOST_OLD_SECRETS, ROTATED_TOO_OFTEN, rotatedSecret } from './rotated-secret';

const NOW = new Date('2026-03-01T12:00:00.000Z');
const hours = (number: number) => new Date(NOW.getTime() + number * 3_600_000);

const FIRST = { sealedSecret: 'a', sealedPreviousSecret: null, previousSecretUntil: null, olderSecrets: [] };

describe('rotatedSecret', () => {
  it('has the present secret go on for its time', () => {
    expect(rotatedSecret(FIRST, 'b', NOW, hours(24))).toEqual({
      sealedSecret: 'b',
      sealedPreviousSecret: 'a',
      previousSecretUntil: hours(24),
      olderSecrets: [],
    });
  });

  it('ends none before its time, and keeps none that has ended', () => {
    const second = rotatedSecret(FIRST, 'b', NOW, hours(24));
    const third = rotatedSecret(second, 'c', hours(1), hours(25));
    expect(third.olderSecrets).toEqual([{ sealed: 'a', until: hours(24).toISOString() }]);
    const fourth = rotatedSecret(third, 'd', hours(24), hours(48));
    expect(fourth).toMatchObject({
      sealedPreviousSecret: 'c',
      olderSecrets: [{ sealed: 'b', until: hours(25).toISOString() }],
    });
  });

  it('refuses to make more than can sign at a time', () => {
    let secrets = rotatedSecret(FIRST, 'b', NOW, hours(24));
    for (let old = 1; old < MOST_OLD_SECRETS; old++) secrets = rotatedSecret(secrets, 'x', NOW, hours(24));
    expect(() => rotatedSecret(secrets, 'y', NOW, hours(24))).toThrow(ROTATED_TOO_OFTEN);
    expect(rotatedSecret(secrets, 'y', hours(24), hours(48)).olderSecrets).toEqual([]);
  });
});

import { loadSettings } from '../settings';
import { isAllowedPort } from './allowed-ports';
import { OutboundSettings } from './outbound.settings';

describe('OutboundSettings', () => {
  it('allows nothing private and the usual ports when nothing is set', () => {
    const settings = loadSettings(OutboundSettings, {});
    expect(settings.ALLOWED_PRIVATE_HOSTS).toEqual([]);
    const allowed = (port: number) => isAllowedPort(settings.ALLOWED_PORTS, port);
    expect([80, 443, 1024, 8080, 65_535].every(allowed)).toBe(true);
    expect([1, 22, 79, 81, 1023, 0].some(allowed)).toBe(false);
  });

  it('reads every form of entry', () => {
    const entries =
      'DB.internal., db:81, 10.0.0.0/8, 10.0.0.1:9000, 10.0.0.0/8:80, ::1, fd00::/8, [::1]:80, [fd00::/8]:81, [::1]';
    const { ALLOWED_PRIVATE_HOSTS } = loadSettings(OutboundSettings, { ALLOWED_PRIVATE_HOSTS: entries });
    expect(
      ALLOWED_PRIVATE_HOSTS.map(entry => ['name' in entry ? entry.name : entry.range.prefix, entry.port]),
    ).toEqual([
      ['db.internal', null],
      ['db', 81],
      [8, null],
      [32, 9000],
      [8, 80],
      [128, null],
      [8, null],
      [128, 80],
      [8, 81],
      [128, null],
    ]);
  });

  it.each([
    'http://a',
    'a b',
    '*.internal',
    'a:0',
    'a:65536',
    '10.0.0.0/33',
    '10.1',
    '0x7f.1',
    'a/8',
    '-a',
    '[a',
    '::1/129',
    'a:b:c',
  ])('refuses %j and says which entry it is', entry => {
    const load = () => loadSettings(OutboundSettings, { ALLOWED_PRIVATE_HOSTS: `10.0.0.0/8, ${entry}` });
    expect(load).toThrow(/^ALLOWED_PRIVATE_HOSTS: entry 2 should be a host/);
  });

  it.each(['0', '65536', 'http', '90-80', '80-', '1-70000'])('refuses %j as a port', entry => {
    const load = () => loadSettings(OutboundSettings, { ALLOWED_PORTS: `${entry}, 80, x` });
    expect(load).toThrow('ALLOWED_PORTS: entries 1, 3 should each be a port from 1 to 65535');
  });

  it('reads ports and ranges', () => {
    const { ALLOWED_PORTS } = loadSettings(OutboundSettings, { ALLOWED_PORTS: '80, 8000-8010' });
    expect(ALLOWED_PORTS).toEqual([
      { from: 80, to: 80 },
      { from: 8000, to: 8010 },
    ]);
  });
});

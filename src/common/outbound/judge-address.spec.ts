import { type Allowance, parseAllowance } from './allowances';
import { type AddressRules, judgeAddress, usableAddresses, type Verdict } from './judge-address';

const rules = (allowed: string[] = [], isOwn: AddressRules['isOwn'] = () => false): AddressRules => ({
  allowances: allowed.map(entry => parseAllowance(entry) as Allowance),
  ports: [
    { from: 80, to: 80 },
    { from: 443, to: 443 },
    { from: 1024, to: 65_535 },
  ],
  isOwn,
});

const judge = (address: string, allowed: string[] = [], { port = 80, name = null as string | null } = {}) =>
  judgeAddress({ address, port, name }, rules(allowed));

describe('judgeAddress', () => {
  it.each([
    '1.1.1.1',
    '9.255.255.255',
    '11.0.0.0',
    '100.63.255.255',
    '100.128.0.0',
    '126.255.255.255',
    '128.0.0.1',
    '169.253.255.255',
    '172.15.255.255',
    '172.32.0.0',
    '192.0.1.0',
    '192.167.255.255',
    '192.169.0.0',
    '198.17.255.255',
    '198.20.0.0',
    '223.255.255.255',
    '2001:4860:4860::8888',
    '2606:4700::1111',
    '2a00:1450:4001::200e',
    '2001:200::1',
  ])('lets %s through, which is public', address => {
    expect(judge(address)).toBe('public');
  });

  it.each([
    ['unspecified', '0.0.0.0'],
    ['this network', '0.1.2.3'],
    ['private', '10.0.0.1'],
    ['private', '10.255.255.255'],
    ['carrier-grade NAT', '100.64.0.1'],
    ['metadata of Alibaba', '100.100.100.200'],
    ['carrier-grade NAT', '100.127.255.255'],
    ['loopback', '127.0.0.1'],
    ['loopback', '127.255.255.254'],
    ['platform services of Azure', '168.63.129.16'],
    ['metadata', '169.254.169.254'],
    ['metadata of ECS', '169.254.170.2'],
    ['private', '172.16.0.1'],
    ['private', '172.31.255.255'],
    ['protocol assignments', '192.0.0.8'],
    ['metadata of Oracle', '192.0.0.192'],
    ['documentation', '192.0.2.1'],
    ['AS112', '192.31.196.1'],
    ['AMT', '192.52.193.1'],
    ['6to4 relay', '192.88.99.1'],
    ['private', '192.168.0.1'],
    ['AS112', '192.175.48.1'],
    ['benchmarking', '198.18.0.1'],
    ['benchmarking', '198.19.255.255'],
    ['documentation', '198.51.100.1'],
    ['documentation', '203.0.113.1'],
    ['multicast', '224.0.0.1'],
    ['multicast', '239.255.255.255'],
    ['reserved', '240.0.0.1'],
    ['broadcast', '255.255.255.255'],
    ['unspecified', '::'],
    ['loopback', '::1'],
    ['compatible', '::127.0.0.1'],
    ['compatible and public', '::8.8.8.8'],
    ['mapped', '::ffff:127.0.0.1'],
    ['mapped', '::ffff:7f00:1'],
    ['mapped and public', '::ffff:8.8.8.8'],
    ['translated', '::ffff:0:127.0.0.1'],
    ['NAT64', '64:ff9b::10.0.0.1'],
    ['NAT64 and public', '64:ff9b::8.8.8.8'],
    ['local NAT64', '64:ff9b:1::1'],
    ['discard', '100::1'],
    ['dummy prefix', '100:0:0:1::1'],
    ['Teredo', '2001:0:4136:e378:8000:63bf:3fff:fdd2'],
    ['benchmarking', '2001:2::1'],
    ['AMT', '2001:3::1'],
    ['AS112', '2001:4:112::1'],
    ['ORCHID', '2001:10::1'],
    ['ORCHIDv2', '2001:20::1'],
    ['drone tags', '2001:30::1'],
    ['documentation', '2001:db8::1'],
    ['6to4', '2002:7f00:1::'],
    ['6to4 and public', '2002:808:808::'],
    ['AS112', '2620:4f:8000::1'],
    ['documentation', '3fff::1'],
    ['segment routing', '5f00::1'],
    ['nobody’s yet', '4000::1'],
    ['unique local', 'fc00::1'],
    ['metadata of EC2', 'fd00:ec2::254'],
    ['link-local', 'fe80::1'],
    ['link-local with a zone', 'fe80::1%eth0'],
    ['site-local', 'fec0::1'],
    ['multicast', 'ff02::1'],
    ['ISATAP to a private address', '2a00:1450::200:5efe:10.0.0.1'],
    ['octal', '0177.0.0.1'],
    ['hexadecimal', '0x7f.0.0.1'],
    ['shortened', '127.1'],
    ['a number', '2130706433'],
    ['no address', 'localhost'],
    ['nothing', ''],
  ])('blocks %s: %s', (_kind, address) => {
    expect(judge(address)).toBe('blocked');
  });

  it.each<[string, string[], Verdict]>([
    ['10.1.2.3', ['10.0.0.0/8'], 'allowed'],
    ['10.1.2.3', ['10.1.2.3'], 'allowed'],
    ['10.1.2.3', ['10.1.2.2/31'], 'allowed'],
    ['10.1.2.4', ['10.1.2.2/31'], 'blocked'],
    ['11.1.2.3', ['10.0.0.0/8'], 'public'],
    ['10.1.2.3', ['10.0.0.0/8:80'], 'allowed'],
    ['10.1.2.3', ['10.0.0.0/8:8080'], 'blocked'],
    ['::1', ['::1'], 'allowed'],
    ['::1', ['[::1]:80'], 'allowed'],
    ['::1', ['[::1]:81'], 'blocked'],
    ['::1', ['0.0.0.0/0'], 'blocked'],
    ['fd00::7', ['[fd00::/8]:80'], 'allowed'],
    ['::ffff:10.0.0.1', ['10.0.0.0/8'], 'blocked'],
    ['::ffff:10.0.0.1', ['::ffff:0:0/96'], 'blocked'],
    ['::ffff:10.0.0.1', ['::ffff:0:0/96', '10.0.0.0/8'], 'allowed'],
    ['64:ff9b::8.8.8.8', ['64:ff9b::/96'], 'allowed'],
    ['64:ff9b::10.0.0.1', ['64:ff9b::/96'], 'blocked'],
    ['64:ff9b::169.254.169.254', ['::/0'], 'blocked'],
    ['10.1.2.3', ['db.internal'], 'blocked'],
  ])('judges %s with %j allowed: %s', (address, allowed, verdict) => {
    expect(judge(address, allowed)).toBe(verdict);
  });

  it('opens to an allowed name whatever it resolves to, and nothing to other names', () => {
    expect(judge('10.1.2.3', ['db.internal'], { name: 'db.internal' })).toBe('allowed');
    expect(judge('10.1.2.3', ['db.internal'], { name: 'DB.internal.' })).toBe('allowed');
    expect(judge('10.1.2.3', ['db.internal:81'], { name: 'db.internal' })).toBe('blocked');
    expect(judge('10.1.2.3', ['db.internal'], { name: 'evil.db.internal' })).toBe('blocked');
  });

  it.each([0, 22, 25, 79, 1023, 65_536, NaN])('blocks port %d everywhere', port => {
    expect(judge('1.1.1.1', [], { port })).toBe('blocked');
    expect(judge('10.0.0.1', ['10.0.0.0/8'], { port })).toBe('blocked');
  });

  it('never reaches an own listener, whatever is allowed and however it is spelt', () => {
    const isOwn: AddressRules['isOwn'] = (address, port) =>
      address.join('.') === '127.0.0.1' && port === 5432;
    const open = rules(['0.0.0.0/0', '::/0', 'localhost'], isOwn);
    for (const address of ['127.0.0.1', '::ffff:127.0.0.1', '64:ff9b::7f00:1', '2002:7f00:1::']) {
      expect(judgeAddress({ address, port: 5432, name: 'localhost' }, open)).toBe('blocked');
      expect(judgeAddress({ address, port: 5433, name: 'localhost' }, open)).toBe('allowed');
    }
  });
});

describe('usableAddresses', () => {
  const judged = (...verdicts: Verdict[]) => verdicts.map((verdict, index) => ({ address: index, verdict }));

  it.each<[Verdict[], number[] | null]>([
    [
      ['public', 'public'],
      [0, 1],
    ],
    [['public', 'blocked'], null],
    [['blocked'], null],
    [['blocked', 'allowed'], [1]],
    [
      ['blocked', 'allowed', 'public'],
      [1, 2],
    ],
    [[], []],
  ])('of %j may use %j', (verdicts, usable) => {
    expect(usableAddresses(judged(...verdicts))).toEqual(usable);
  });
});

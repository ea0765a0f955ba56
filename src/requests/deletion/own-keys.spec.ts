import { isOwnKey } from './own-keys';

const HASH = '0123456789abcdef0123456789abcdef';
const ID = '01a1f88b-a030-728a-b70e-48a5bdda494d';

describe('isOwnKey', () => {
  it.each([`images/01/${HASH}.jpg`, `sources/${ID}`, `partial/${ID}`])('knows %s', key =>
    expect(isOwnKey(key)).toBe(true),
  );

  it.each([
    'images/logo.png',
    `images/${ID}`,
    `images/backup/${HASH}.jpg`,
    'sources/readme.txt',
    `sources/${ID}.csv`,
    `sources/${ID.toUpperCase()}`,
    `sources/2024/${ID}`,
    'partial/note.txt',
    'installation',
  ])('leaves %s to whose it is', key => expect(isOwnKey(key)).toBe(false));
});

import { DownloadLanes } from './download-lanes';

const [SHOP, DEAD, OTHER] = ['shop.example:443', 'dead.example:443', 'other.example:443'];

/** Begins as many downloads as there is room for. @returns the functions that end them */
function fill(lanes: DownloadLanes, host: string): ReturnType<DownloadLanes['begin']>[] {
  const ends: ReturnType<DownloadLanes['begin']>[] = [];
  while (ends.length < 100 && lanes.hasRoomFor(host)) ends.push(lanes.begin(host));
  return ends;
}

/** Downloads once, in so many milliseconds. */
function download(lanes: DownloadLanes, host: string, ms: number): void {
  const end = lanes.begin(host);
  jest.advanceTimersByTime(ms);
  end(ms);
}

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

it('lets a host that answers have everything', () => {
  const lanes = new DownloadLanes(4, 64);
  download(lanes, SHOP, 4_999);
  expect(fill(lanes, SHOP)).toHaveLength(100);
});

it.each([
  ['is unknown', () => undefined],
  ['hung at its last download', (lanes: DownloadLanes) => download(lanes, DEAD, 5_000)],
])('lets a host that %s have half', (_what, before) => {
  const lanes = new DownloadLanes(4, 64);
  before(lanes);
  expect(fill(lanes, DEAD)).toHaveLength(32);
});

it('lets hosts that hang and unknown ones have three quarters between them', () => {
  const lanes = new DownloadLanes(4, 64);
  fill(lanes, DEAD);
  expect(fill(lanes, OTHER)).toHaveLength(0);
  jest.advanceTimersByTime(1_000);
  expect(fill(lanes, DEAD)).toHaveLength(0);
  expect(fill(lanes, OTHER)).toHaveLength(16);
});

it('holds a host that answers to hang when it brings nothing any more', () => {
  const lanes = new DownloadLanes(4, 64);
  download(lanes, SHOP, 10);
  for (let n = 0; n < 40; n++) lanes.begin(SHOP);
  jest.advanceTimersByTime(4_999);
  expect(lanes.hasRoomFor(SHOP)).toBe(true);
  jest.advanceTimersByTime(1);
  expect(lanes.hasRoomFor(SHOP)).toBe(false);
});

it('does not hold one to hang that brings the others while one download takes long', () => {
  const lanes = new DownloadLanes(4, 64);
  lanes.begin(SHOP);
  for (let n = 0; n < 10; n++) download(lanes, SHOP, 900);
  expect(fill(lanes, SHOP)).toHaveLength(100);
  expect(lanes.quiet).toBe(0);
});

it('lets a host have as many as any host may, however few there are in all', () => {
  expect(fill(new DownloadLanes(32, 8), DEAD)).toHaveLength(32);
});

it('learns nothing of a host that was not asked', () => {
  const lanes = new DownloadLanes(4, 64);
  const end = lanes.begin(SHOP);
  jest.advanceTimersByTime(10);
  end(null);
  expect(fill(lanes, SHOP)).toHaveLength(32);
});

it('counts the downloads from hosts that have brought nothing for a second', () => {
  const lanes = new DownloadLanes(4, 64);
  const ends = fill(lanes, DEAD);
  jest.advanceTimersByTime(1_000);
  expect(lanes.quiet).toBe(32);
  for (const end of ends) end(1_000);
  expect(lanes.quiet).toBe(0);
});

it('remembers a thousand hosts', () => {
  const lanes = new DownloadLanes(4, 64);
  download(lanes, SHOP, 10);
  for (let n = 0; n < 1_000; n++) download(lanes, `${n}.example`, 10);
  expect(fill(lanes, SHOP)).toHaveLength(32);
  expect(lanes.hasRoomFor('999.example')).toBe(true);
});

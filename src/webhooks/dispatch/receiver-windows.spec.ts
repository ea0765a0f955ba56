import { LARGEST_WINDOW, ReceiverWindows } from './receiver-windows';

const answer = (windows: ReceiverWindows, times: number, latencyMs: number) => {
  for (let n = 0; n < times; n++) windows.answered('a:443', latencyMs);
  return windows.larger();
};

describe('ReceiverWindows', () => {
  it('opens by one for each quick answer, up to a limit', () => {
    expect(answer(new ReceiverWindows(), 6, 20)).toEqual([['a:443', 10]]);
    expect(answer(new ReceiverWindows(), 1_000, 20)).toEqual([['a:443', LARGEST_WINDOW]]);
  });

  it('closes by half for each slow one, down to what everybody has', () => {
    const windows = new ReceiverWindows();
    answer(windows, 1_000, 20);
    expect(answer(windows, 2, 15_000)).toEqual([['a:443', 32]]);
    expect(answer(windows, 5, 15_000)).toEqual([]);
  });

  it('remembers those that answered last', () => {
    const windows = new ReceiverWindows();
    for (let n = 0; n < 1_001; n++) windows.answered(`${n}:443`, 20);
    expect(windows.larger()).toHaveLength(1_000);
    expect(windows.larger()[0]).toEqual(['1:443', 5]);
  });
});

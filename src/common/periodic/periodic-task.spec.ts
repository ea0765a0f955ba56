import { PeriodicTask } from './periodic-task';

/** Work whose end the test decides. */
function heldWork() {
  const ends: (() => void)[] = [];
  return { ends, work: jest.fn(() => new Promise<void>(end => ends.push(end))) };
}

const settled = () => new Promise(setImmediate);
const unexpected = (error: unknown) => {
  throw error;
};

describe('PeriodicTask', () => {
  it('runs once more for any number of nudges during a run, and never twice at a time', async () => {
    const { ends, work } = heldWork();
    const task = new PeriodicTask(work, unexpected);
    task.nudge();
    task.nudge();
    task.nudge();
    expect(work).toHaveBeenCalledTimes(1);
    ends[0]?.();
    await settled();
    expect(work).toHaveBeenCalledTimes(2);
    ends[1]?.();
    await settled();
    expect(work).toHaveBeenCalledTimes(2);
  });

  it('goes on after a failure, and tells of it', async () => {
    const failed = jest.fn();
    const work = jest.fn().mockRejectedValueOnce(new Error('away')).mockResolvedValue(undefined);
    const task = new PeriodicTask(work, failed);
    task.nudge();
    await settled();
    task.nudge();
    await settled();
    expect(failed).toHaveBeenCalledTimes(1);
    expect(work).toHaveBeenCalledTimes(2);
  });

  it('rests after a failure, where it is told to', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate'] });
    const work = jest.fn().mockRejectedValueOnce(new Error('away')).mockResolvedValue(undefined);
    const task = new PeriodicTask(work, () => undefined, 1_000);
    task.start(100);
    await jest.advanceTimersByTimeAsync(1_000);
    task.nudge();
    expect(work).toHaveBeenCalledTimes(1);
    await jest.advanceTimersByTimeAsync(200);
    expect(work.mock.calls.length).toBeGreaterThan(1);
    await task.stop();
    jest.useRealTimers();
  });

  it('waits for the run under way when it is stopped, and starts none after it', async () => {
    const { ends, work } = heldWork();
    const task = new PeriodicTask(work, unexpected);
    task.nudge();
    task.nudge();
    let stopped = false;
    const stop = task.stop().then(() => (stopped = true));
    await settled();
    expect(stopped).toBe(false);
    ends[0]?.();
    await stop;
    task.nudge();
    expect(work).toHaveBeenCalledTimes(1);
  });
});

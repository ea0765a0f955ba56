import { BodyBudget, type BodyReservation } from './body-budget';

const settled = async (promise: Promise<unknown>): Promise<boolean> => {
  const later = new Promise(resolve => setImmediate(() => resolve('later')));
  return (await Promise.race([promise.then(() => 'done'), later])) === 'done';
};

describe('BodyBudget', () => {
  it('lets in what fits and the rest in its order, as room is given back', async () => {
    const budget = new BodyBudget(100);
    const first = await budget.reserve(60);
    const big = budget.reserve(80);
    const small = budget.reserve(10);
    expect(await settled(big)).toBe(false);
    expect(await settled(small)).toBe(false);
    first.release();
    (await big).release();
    await small;
    expect(budget.usedBytes).toBe(10);
  });

  it('lets a single body in that is larger than the whole budget', async () => {
    const budget = new BodyBudget(10);
    await budget.reserve(50);
    expect(budget.usedBytes).toBe(50);
  });

  it('lets the oldest grow past the budget while the others wait', async () => {
    const budget = new BodyBudget(100);
    const [oldest, other] = [await budget.reserve(50), await budget.reserve(50)];
    const otherGrows = other.grow(1);
    expect(await settled(otherGrows)).toBe(false);
    await oldest.grow(40);
    expect(budget.usedBytes).toBe(140);
    oldest.release();
    await otherGrows;
    expect(budget.usedBytes).toBe(51);
  });

  it('lets whoever becomes the oldest go on at once', async () => {
    const budget = new BodyBudget(100);
    const [first, second, third] = [
      await budget.reserve(40),
      await budget.reserve(30),
      await budget.reserve(30),
    ];
    const thirdGrows = third.grow(80);
    const secondGrows = second.grow(90);
    first.release();
    await secondGrows;
    expect(await settled(thirdGrows)).toBe(false);
    second.release();
    await thirdGrows;
  });

  it('lets those who have begun go before those who have not', async () => {
    const budget = new BodyBudget(100);
    const [first, second] = [await budget.reserve(50), await budget.reserve(50)];
    const newcomer = budget.reserve(50);
    const grows = second.grow(50);
    first.release();
    await grows;
    expect(await settled(newcomer)).toBe(false);
  });

  it('forgets who gives up waiting, and lets those behind go on', async () => {
    const budget = new BodyBudget(100);
    await budget.reserve(90);
    const giveUp = new AbortController();
    const impatient = budget.reserve(50, giveUp.signal);
    const behind = budget.reserve(10);
    giveUp.abort(new Error('enough'));
    await expect(impatient).rejects.toThrow('enough');
    await behind;
    expect(budget.usedBytes).toBe(100);
  });

  it('refuses a signal that is aborted already', async () => {
    await expect(new BodyBudget(1).reserve(1, AbortSignal.abort(new Error('no')))).rejects.toThrow('no');
  });

  it('takes a repeated release for one', async () => {
    const budget = new BodyBudget(100);
    const [one] = [await budget.reserve(60), await budget.reserve(40)];
    one.release();
    one.release();
    expect(budget.usedBytes).toBe(40);
  });

  it('never stands still, however sizes and turns fall', async () => {
    const budget = new BodyBudget(100);
    const body = async (index: number) => {
      const reservation: BodyReservation = await budget.reserve(index % 7);
      for (let chunk = 0; chunk < 10; chunk++) {
        await reservation.grow((index * 13 + chunk * 7) % 40);
        expect(budget.usedBytes).toBeLessThan(100 + 7 + 400);
      }
      reservation.release();
    };
    await Promise.all(Array.from({ length: 200 }, (_, index) => body(index)));
    expect(budget.usedBytes).toBe(0);
  });
});

import { PacedAnswers } from './paced-answers';

describe('PacedAnswers', () => {
  let now: number;
  let asked: string[];
  let settle: { answer: (text: string) => void; fail: (error: Error) => void }[];
  let answers: PacedAnswers<string>;

  beforeEach(() => {
    now = 0;
    asked = [];
    settle = [];
    jest.spyOn(performance, 'now').mockImplementation(() => now);
    answers = new PacedAnswers(about => {
      asked.push(about);
      return new Promise((answer, fail) => settle.push({ answer, fail }));
    });
  });
  afterEach(() => jest.restoreAllMocks());

  async function answered(about: string, ms: number): Promise<void> {
    const answer = answers.of(about);
    now += ms;
    settle.at(-1)?.answer('yes');
    await answer;
  }

  it('asks once for all who want the same at the same time, and for each other thing', async () => {
    const all = Promise.all([answers.of('a'), answers.of('b'), answers.of('a')]);
    settle.forEach(({ answer }, index) => answer(`answer ${index}`));
    expect(await all).toEqual(['answer 0', 'answer 1', 'answer 0']);
    expect(asked).toEqual(['a', 'b']);
  });

  it('asks anew when twenty times what it took is over', async () => {
    await answered('a', 700);
    now += 13_999;
    expect(await answers.of('a')).toBe('yes');
    expect(asked).toHaveLength(1);
    now += 1;
    void answers.of('a');
    expect(asked).toHaveLength(2);
  });

  it('is always fresh where it costs little', async () => {
    await answered('a', 24);
    await answered('a', 24);
    expect(asked).toHaveLength(2);
  });

  it('does not remember a failure', async () => {
    const failed = answers.of('a');
    settle[0]?.fail(new Error('Postgres is away'));
    await expect(failed).rejects.toThrow('Postgres is away');
    void answers.of('a');
    expect(asked).toHaveLength(2);
  });
});

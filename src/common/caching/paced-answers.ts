/** What takes less is asked every time. */
const DEAR_MS = 25;

/** How many times as long as a dear question took, its answer is used again: it costs a twentieth of a core at most. */
const GOOD_FOR_TIMES = 20;

interface Answer<T> {
  promise: Promise<T>;
  /** By `performance.now()`. */
  goodUntil: number;
}

/**
 * Answers to a question that may cost much, by what it is asked about. While one is worked out, and for a time that goes
 * by what it cost, whoever asks the same gets it too: what is cheap is always fresh, and what is dear is asked seldom.
 */
export class PacedAnswers<T> {
  private readonly answers = new Map<string, Answer<T>>();

  constructor(private readonly ask: (about: string) => Promise<T>) {}

  /** @throws what `ask` throws, which is not remembered */
  of(about: string): Promise<T> {
    const now = performance.now();
    const known = this.answers.get(about);
    if (known && known.goodUntil > now) return known.promise;

    for (const [key, { goodUntil }] of this.answers) if (goodUntil <= now) this.answers.delete(key);
    const answer: Answer<T> = { promise: this.ask(about), goodUntil: Infinity };
    this.answers.set(about, answer);
    answer.promise.then(
      () => {
        const end = performance.now();
        const tookMs = end - now;
        answer.goodUntil = tookMs < DEAR_MS ? end : end + GOOD_FOR_TIMES * tookMs;
      },
      () => this.answers.delete(about),
    );
    return answer.promise;
  }
}

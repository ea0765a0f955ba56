/**
 * Something that the program needs is away or refuses. Clients are told that `what` cannot be reached, by the code
 * `unavailable`; `message` and cause are for the log.
 */
export abstract class UnavailableError extends Error {
  /** What is unavailable, as the subject of a sentence: "The storage". */
  abstract readonly what: string;
}

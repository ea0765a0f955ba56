/** What is told of a span beyond its time. */
export type Attributes = Record<string, string | number>;

/** Where a span belongs: a W3C `traceparent`. */
export type TraceParent = string;

/** A span that is over, in milliseconds since the epoch. */
export interface FinishedSpan {
  name: string;
  beganAt: number;
  endedAt: number;
  attributes?: Attributes;
  /** Why it failed. */
  error?: string;
}

/** A span that is not over yet. */
export interface OpenSpan {
  /** What its children are given; null where nothing is traced. */
  traceparent: TraceParent | null;
  /** `error`: why it failed. */
  end(attributes?: Attributes, error?: string): void;
}

/**
 * Makes traces, or does nothing. Spans that happen in large numbers are handed over when they are over, from
 * listeners of what was committed: so the work itself knows nothing of them.
 */
export abstract class Tracer {
  abstract begin(name: string, parent: TraceParent | null): OpenSpan;

  /** @returns what its children are given; null where nothing is traced. */
  abstract record(parent: TraceParent | null, span: FinishedSpan): TraceParent | null;

  /** Sends what waits. */
  abstract stop(): Promise<void>;
}

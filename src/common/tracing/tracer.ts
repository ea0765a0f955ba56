/** Facts about a span beyond its time. */
export type Attributes = Record<string, string | number>;

/** The span that another one belongs to, as a W3C `traceparent`. */
export type TraceParent = string;

/** A span that has ended; its times are in milliseconds since the epoch. */
export interface FinishedSpan {
  name: string;
  beganAt: number;
  endedAt: number;
  attributes?: Attributes;
  /** Why it failed. */
  error?: string;
}

/** A span that has not ended. */
export interface OpenSpan {
  /** The `traceparent` for its children; null where nothing is traced. */
  traceparent: TraceParent | null;
  /** `error`: why it failed. */
  end(attributes?: Attributes, error?: string): void;
}

/**
 * Makes traces, or does nothing. Spans that happen in large numbers are recorded after they have ended, by listeners of
 * what was committed: so the work itself knows nothing of them.
 */
export abstract class Tracer {
  abstract begin(name: string, parent: TraceParent | null): OpenSpan;

  /** Records a span that has ended. @returns the `traceparent` for its children; null where nothing is traced */
  abstract record(parent: TraceParent | null, span: FinishedSpan): TraceParent | null;

  /** Sends the spans that wait. */
  abstract stop(): Promise<void>;
}

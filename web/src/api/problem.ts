import type { CsvProblem } from './types';

/** What the service says of a call that it refused, as RFC 9457 has it, or that it could not be reached. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: string;
  /** What can be done about it, where the service says so. */
  readonly advice: string | null;
  readonly errors: CsvProblem[];
  readonly totalErrors: number;

  constructor(
    /** Of the answer; 0 where none came. */
    readonly status: number,
    readonly details: ProblemBody = {},
    /** Seconds until it makes sense to come again. */
    readonly retryAfter: number | null = null,
    options?: ErrorOptions,
  ) {
    super(details.detail ?? (status === 0 ? UNREACHABLE : `The service answered ${status}.`), options);
    this.code = details.code ?? '';
    this.advice = details.advice ?? null;
    this.errors = details.errors ?? [];
    this.totalErrors = details.total_errors ?? this.errors.length;
  }
}

/** The members of a problem that the page reads; anybody between may have answered instead. */
export interface ProblemBody {
  detail?: string;
  code?: string;
  advice?: string;
  errors?: CsvProblem[];
  total_errors?: number;
}

const UNREACHABLE = 'Darkroom cannot be reached. Is it running?';

/** Seconds of a `Retry-After` header; null where there is none. */
export function retryAfterOf(header: string | null): number | null {
  const seconds = Number(header ?? Number.NaN);
  return Number.isFinite(seconds) ? seconds : null;
}

/** Whether the same call may go well in a moment. */
export function isTransient(error: unknown): boolean {
  return !(error instanceof Problem) || [0, 429, 502, 503, 504].includes(error.status);
}

/** For people: what went wrong. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

import type { CsvProblem } from './types';

/** The service's refusal of a call, as in RFC 9457, or the failure to reach it. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: string;
  /** The remedy, where the service gives one. */
  readonly advice: string | null;
  readonly errors: CsvProblem[];
  readonly totalErrors: number;

  constructor(
    /** The status of the answer; 0 where none came. */
    readonly status: number,
    readonly details: ProblemBody = {},
    /** The seconds until it makes sense to try again. */
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

/** Says to people what went wrong. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

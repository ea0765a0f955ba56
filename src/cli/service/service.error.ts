/** A problem with the file, as the API reports it. */
export interface FileProblem {
  line: number | null;
  code: string;
  message: string;
}

/** The service's report of an error: problem details (RFC 9457), and when to ask again. */
export interface Problem {
  status: number;
  retryAfterMs?: number;
  detail?: string;
  code?: string;
  errors?: FileProblem[];
  total_errors?: number;
}

/** The service answered that it cannot do it, or did not answer. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';

  constructor(
    message: string,
    /** What the service says of it; null when there was no answer. */
    readonly problem: Problem | null,
    options: ErrorOptions = {},
  ) {
    super(message, options);
  }

  /** Whether the same call may succeed in a moment. */
  get isPassing(): boolean {
    if (this.problem === null || this.problem.code === 'idempotency_key_in_use') return true;
    return [429, 502, 503, 504].includes(this.problem.status);
  }
}

export async function toServiceError(answer: Response): Promise<ServiceError> {
  const body = (await answer.json().catch(() => ({}))) as Partial<Problem>;
  const problem = { ...body, status: answer.status, retryAfterMs: retryAfterMs(answer) };
  return new ServiceError(problem.detail ?? inWords(answer), problem);
}

/** Reads `Retry-After` as Darkroom sends it: a small number of seconds. */
function retryAfterMs({ headers }: Response): number | undefined {
  const seconds = headers.get('retry-after') ?? '';
  return /^\d{1,4}$/.test(seconds) ? Number(seconds) * 1_000 : undefined;
}

function inWords({ status, headers, url }: Response): string {
  const location = headers.get('location');
  if (!location) return `The service answered ${status}.`;
  return `The service has moved: --url ${new URL(location, url).origin}`;
}

/** A problem with the file, as the API reports it. */
export interface FileProblem {
  line: number | null;
  message: string;
}

/** What the service says of an error: problem details (RFC 9457). */
export interface Problem {
  status: number;
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
    /** Null: there was no answer. */
    readonly problem: Problem | null,
    options: ErrorOptions = {},
  ) {
    super(message, options);
  }

  /** It may go well in a moment. */
  get isPassing(): boolean {
    return this.problem === null || [429, 502, 503, 504].includes(this.problem.status);
  }
}

export async function toServiceError(answer: Response): Promise<ServiceError> {
  const body = (await answer.json().catch(() => ({}))) as Partial<Problem>;
  const problem = { ...body, status: answer.status };
  return new ServiceError(problem.detail ?? inWords(answer), problem);
}

function inWords({ status, headers, url }: Response): string {
  const location = headers.get('location');
  if (!location) return `The service answered ${status}.`;
  return `The service has moved: --url ${new URL(location, url).origin}`;
}

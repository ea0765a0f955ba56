import type { CsvProblemCode } from '../common/errors';
import { ForeseenError } from '../common/foreseen-error';
import { type Command, UsageError } from './command-line';
import { ServiceError } from './service/service.error';

/** The number of problems of a file that are listed; the rest is counted. */
const MOST_PROBLEMS = 50;

const NOT_A_FILE: Record<string, string> = {
  ENOENT: 'does not exist',
  EACCES: 'may not be read or written',
  EPERM: 'may not be read or written',
  EROFS: 'may not be written',
  EISDIR: 'is a folder',
  ENOTDIR: 'is no folder',
  EEXIST: 'is no folder',
};

/** What `--on-invalid skip` does not help against. */
const OF_THE_WHOLE_FILE: ReadonlySet<string> = new Set<CsvProblemCode>([
  'missing_column',
  'duplicate_column',
  'no_rows',
  'too_many_rows',
  'too_many_images',
  'unclosed_quote',
  'row_too_large',
]);

/** Explains an error of the command for the terminal, with what to do; null for an unforeseen one. */
export function explainError(error: unknown, command: Command | null = null): string | null {
  if (error instanceof UsageError) return `${error.message} See darkroom --help.`;
  if (error instanceof ServiceError) return explainAnswer(error, command);
  if (error instanceof ForeseenError) return error.message;
  const { code, path } = error as NodeJS.ErrnoException;
  // A failed write does not say which file it was.
  if (code === 'ENOSPC') return 'The disk is full.';
  const reason = code && NOT_A_FILE[code];
  return reason && path ? `${path} ${reason}.` : null;
}

function explainAnswer({ message, problem }: ServiceError, command: Command | null): string {
  if (problem?.status === 401) return `${message} Give a key with --key or DARKROOM_API_KEY.`;
  if (!problem?.errors) return message;
  const { errors, total_errors: total = errors.length } = problem;
  const upload = command && 'file' in command ? command : null;
  const file = upload?.file ?? 'The file';
  const maySkip =
    upload?.fields.on_invalid !== 'skip' && !errors.some(({ code }) => OF_THE_WHOLE_FILE.has(code));
  const lines = errors
    .slice(0, MOST_PROBLEMS)
    .map(({ line, message }) => `  ${line === null ? file : `${file}:${line}`}: ${message}`);
  const more = total - lines.length;
  return [
    `${file} has ${total === 1 ? 'a problem' : `${total} problems`}; nothing was done.`,
    ...lines,
    ...(more > 0 ? [`  and ${more} more`] : []),
    `Correct them and start again${maySkip ? ', or leave the bad rows out with --on-invalid skip' : ''}.`,
  ].join('\n');
}

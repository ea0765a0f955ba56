import { useEffect, useState } from 'react';
import type { ValidationReport } from '../api/types';
import { sendForm } from './send-file';

export interface Validation {
  /** The share of the file that the service has received. */
  sent: number;
  report: ValidationReport | null;
  error: unknown;
}

const NOTHING_YET: Validation = { sent: 0, report: null, error: null };

/** Has the service check a file at once. Bad rows are allowed: they are reported all the same. */
export function useValidation(file: File): Validation & { again: () => void } {
  const [attempt, setAttempt] = useState(0);
  const [validation, setValidation] = useState(NOTHING_YET);
  useEffect(() => {
    setValidation(NOTHING_YET);
    const form = new FormData();
    form.set('validate_only', 'true');
    form.set('on_invalid', 'skip');
    form.set('file', file, file.name);
    let isCurrent = true;
    const change = (part: Partial<Validation>) =>
      isCurrent && setValidation(before => ({ ...before, ...part }));
    const { answer, abort } = sendForm<ValidationReport>(form, {}, sent => change({ sent }));
    answer.then(
      report => change({ report }),
      (error: unknown) => change({ error }),
    );
    return () => {
      isCurrent = false;
      abort();
    };
  }, [file, attempt]);
  return { ...validation, again: () => setAttempt(attempt + 1) };
}

import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { UploadAccepted } from '../api/types';
import { type UploadOptions, uploadForm } from './options';
import { type Sending, sendForm } from './send-file';

const KEY_BYTES = 16;

/** A random key, without `randomUUID`, which browsers keep from pages without TLS. */
function newKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(KEY_BYTES))]
    .map(byte => byte.toString(16).padStart(2, '0'))
    .join('');
}

interface Order {
  options: UploadOptions;
  /** Whether rows with problems are left out. */
  skipInvalid: boolean;
}

/** Uploads a file. The same order sent twice, as after a lost answer, is one request all the same. */
export function useUpload(file: File) {
  const [sent, setSent] = useState(0);
  const sending = useRef<Sending<UploadAccepted>>(undefined);
  const last = useRef({ order: '', key: '' });
  const mutation = useMutation({
    mutationFn: ({ options, skipInvalid }: Order) => {
      const order = JSON.stringify({ options, skipInvalid });
      if (last.current.order !== order) last.current = { order, key: newKey() };
      const form = uploadForm(file, options, { on_invalid: skipInvalid ? 'skip' : 'reject' });
      setSent(0);
      sending.current = sendForm(form, { 'Idempotency-Key': last.current.key }, setSent);
      return sending.current.answer;
    },
  });
  return { ...mutation, sent, stop: () => sending.current?.abort() };
}

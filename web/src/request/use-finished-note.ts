import { useEffect, useRef } from 'react';
import type { RequestStatus } from '../api/types';
import favicon from '../favicon.svg';
import { headline } from './headline';

/** Chromium on Android, which has notifications but lets nobody but service workers show one. */
const REFUSES_NOTES = /Android.+Chrome/;

/** Whether this browser can show notes: it does for pages with TLS, and on this machine. */
export const canNotify = (): boolean =>
  'Notification' in window && window.isSecureContext && !REFUSES_NOTES.test(navigator.userAgent);

/** Shows a system notification when a run ends that was seen running, if that is allowed and nobody looks. */
export function useFinishedNote(status: RequestStatus | undefined): void {
  const wasRunning = useRef(false);
  useEffect(() => {
    if (!status) return;
    const hasEnded = wasRunning.current && status.completed_at !== null;
    wasRunning.current = status.completed_at === null;
    if (!hasEnded || !document.hidden || !canNotify() || Notification.permission !== 'granted') return;
    showNote(status);
  }, [status]);
}

function showNote(status: RequestStatus): void {
  const { title, detail } = headline(status);
  try {
    const note = new Notification(`${status.filename}: ${title}`, {
      body: detail,
      icon: favicon,
      tag: status.request_id,
    });
    note.onclick = () => window.focus();
  } catch {
    // Some browsers refuse without saying so before. The tab's title shows the end all the same.
  }
}

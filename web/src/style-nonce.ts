declare global {
  interface Window {
    /** The nonce, for the part of the dialogs that keeps the page from scrolling. */
    __webpack_nonce__?: string;
  }
}

/** The nonce that styles added while the page runs must carry: the policy lets no others in. */
export function styleNonce(): string {
  const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
  window.__webpack_nonce__ = nonce;
  return nonce;
}

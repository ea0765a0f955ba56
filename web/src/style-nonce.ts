declare global {
  interface Window {
    /** Where the part of the dialogs that keeps the page from scrolling looks for it. */
    __webpack_nonce__?: string;
  }
}

/** What styles that are added while the page runs have to carry: the policy lets no others in. */
export function styleNonce(): string {
  const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
  window.__webpack_nonce__ = nonce;
  return nonce;
}

/**
 * Names a call after its method and path, `getDownloadByIdFailed` for `GET /api/download/{id}/failed`: clients made of the
 * document have methods of these names, which stay whatever our classes are called.
 */
export function operationId(method: string, path: string): string {
  const words = path
    .replace(/^\/api\b/, '')
    .replace(/\{(\w+)\}/g, 'by-$1')
    .split(/\W+/)
    .filter(Boolean);
  return [method.toLowerCase(), ...(words.length > 0 ? words : ['root']).map(capitalised)].join('');
}

const capitalised = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

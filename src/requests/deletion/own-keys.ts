import { isOutputKey } from '../../images';

/** The folders of a storage that Darkroom writes to. */
export const FOLDERS = ['images', 'sources', 'partial'] as const;

export type Folder = (typeof FOLDERS)[number];

/** An id: an upload has that of its request, and a file that is just being written one of its own. */
const UPLOAD_OR_PARTIAL = /^(?:sources|partial)\/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Whether Darkroom made a key: others may keep files of theirs in the same bucket and the same folders. */
export function isOwnKey(key: string): boolean {
  return isOutputKey(key) || UPLOAD_OR_PARTIAL.test(key);
}

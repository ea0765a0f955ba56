import { removeAbandonedFolders } from './temporary-folder';

/** Before the first test file. Jest wants a default export. */
// eslint-disable-next-line import-x/no-default-export
export default async function prepare(): Promise<void> {
  await removeAbandonedFolders();
}

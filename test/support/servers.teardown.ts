/** After the last test file. Jest wants a default export. */
// eslint-disable-next-line import-x/no-default-export
export default async function stopServers(): Promise<void> {
  await globalThis.stopTestServers?.();
}

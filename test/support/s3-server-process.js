/**
 * An S3-compatible server as a process of its own, which can be killed. Its settings come as JSON in the first
 * argument; prints its port once it serves.
 */
const { rm, stat } = require('node:fs/promises');
const { setTimeout: delay } = require('node:timers/promises');
const S3rver = require('s3rver');

const { bucket, ...options } = JSON.parse(process.argv[2]);
const server = new S3rver({
  ...options,
  address: '127.0.0.1',
  silent: true,
  vhostBuckets: false,
  configureBuckets: [{ name: bucket }],
});

const { store } = server;
const putObject = store.putObject.bind(store);
// It answers as soon as it has read the content, which is before the file is written.
store.putObject = async object => {
  const stored = await putObject(object);
  const path = store.getResourcePath(object.bucket, object.key, 'object');
  while ((await stat(path)).size < stored.size) await delay(1);
  return stored;
};
// Nor does it remove folders that a file is just being written into.
store.deleteObject = async (bucket, key) => {
  const parts = ['object', 'object.md5', 'metadata.json'];
  for (const part of parts) await rm(store.getResourcePath(bucket, key, part), { force: true });
};

server.run().then(({ port }) => console.log(port));

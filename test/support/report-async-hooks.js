// Preloaded into a process of the service: when that is asked to end, it says whether async hooks are enabled. With
// them, Node gives every promise an id of its own, and each costs about three times as much.
const { executionAsyncId } = require('node:async_hooks');

process.once('SIGTERM', async () => {
  await null;
  const before = executionAsyncId();
  await null;
  console.error(executionAsyncId() === before ? 'async hooks are off' : 'async hooks are on');
});

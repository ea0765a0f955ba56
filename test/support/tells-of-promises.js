// Preloaded into a process of the service: when that is asked to end, it says whether it follows its promises. Node
// then gives them ids of their own, and each costs about three times as much.
const { executionAsyncId } = require('node:async_hooks');

process.once('SIGTERM', async () => {
  await null;
  const before = executionAsyncId();
  await null;
  console.error(executionAsyncId() === before ? 'promises are not followed' : 'promises are followed');
});

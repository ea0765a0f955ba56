export { addJobs } from './add-jobs';
export { assertConnected } from './assert-connected';
export { abandonJobs, stopTaking } from './stop-taking';
export { takeJobs } from './take-jobs';
export { waitingJobs } from './waiting-jobs';

export { addJobs } from './add-jobs';
export { abandonJobs, stopTaking } from './stop-taking';
export { waitingJobs } from './waiting-jobs';

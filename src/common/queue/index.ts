export { abandonJobs, stopTaking } from './stop-taking';

export { stopTaking } from './stop-taking';

export { Deadline } from './deadline';
export { rejectedBy } from './rejected-by';
export { Semaphore } from './semaphore';

export { PeriodicTask } from './periodic-task';
export { Sweep } from './sweep';

export { chunksInTurn } from './chunks-in-turn';
export { PeriodicTask } from './periodic-task';
export { Sweep } from './sweep';

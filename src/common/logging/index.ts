export { jsonLog, nestLogger } from './log';
export { logCalls } from './log-calls';

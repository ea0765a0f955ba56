import { Logger, PinoLogger } from 'nestjs-pino';
import { type Logger as Log, pino } from 'pino';

/** Makes a log that writes a line of JSON for each entry to standard output. */
export function jsonLog(level: string): Log {
  return pino({ level });
}

/** Makes the logger of Nest, and of all code that logs through its `Logger`. */
export function nestLogger(log: Log): Logger {
  return new Logger(new PinoLogger({ pinoHttp: { logger: log } }), {});
}

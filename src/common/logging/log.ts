import { Logger, PinoLogger } from 'nestjs-pino';
import { type Logger as Log, pino } from 'pino';

/** Structured logs on standard output, a line each in JSON. */
export function jsonLog(level: string): Log {
  return pino({ level });
}

/** For Nest, and for whoever logs through its `Logger`. */
export function nestLogger(log: Log): Logger {
  return new Logger(new PinoLogger({ pinoHttp: { logger: log } }), {});
}

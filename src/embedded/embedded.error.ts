import { ForeseenError } from '../common/foreseen-error';

/** An embedded server that cannot run here. The message says why and what to do; it is for the operator. */
export class EmbeddedError extends ForeseenError {
  override readonly name = 'EmbeddedError';
}

/** Another process works on the same data directory. */
export class DataDirLockedError extends ForeseenError {
  override readonly name = 'DataDirLockedError';

  constructor(
    readonly dataDir: string,
    readonly pid: number,
  ) {
    super(`${dataDir} is in use by process ${pid}: stop that one first, or set DATA_DIR to another folder`);
  }
}

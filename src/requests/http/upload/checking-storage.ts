import { randomUUID } from 'node:crypto';
import type { Request } from 'express';
import multer, { type StorageEngine } from 'multer';
import { ArrivingCheck, type ArrivedSource, type CatalogueLimits } from '../../../csv';

/** An uploaded file on the disk. */
export interface CheckedFile extends Express.Multer.File {
  /** Returns the findings. @throws the error of the check */
  arrived: () => ArrivedSource;
}

/** Multer's own storage on the disk, which also has a file checked while it comes in. */
export class CheckingStorage implements StorageEngine {
  private readonly disk: StorageEngine;

  constructor(
    destination: string,
    private readonly limits: CatalogueLimits,
  ) {
    // Multer's own names come a moment later, and the first bytes with them would be gone.
    this.disk = multer.diskStorage({
      destination,
      filename: (_request, _file, done) => done(null, randomUUID()),
    });
  }

  _handleFile(
    request: Request,
    file: Express.Multer.File,
    done: (error?: unknown, info?: Partial<CheckedFile>) => void,
  ): void {
    const check = new ArrivingCheck(this.limits);
    let arrived = () => check.end();
    this.disk._handleFile(request, file, (error?: unknown, info?: Partial<Express.Multer.File>) =>
      error ? done(error) : done(null, { ...info, arrived }),
    );
    // The write to disk is set up by now, and nothing has flowed yet; the disk also sets the pace.
    const onData = (chunk: Buffer) => {
      try {
        check.push(chunk);
      } catch (error) {
        // An error thrown here would be caught by nobody, and end the process.
        file.stream.off('data', onData);
        arrived = () => {
          throw error;
        };
      }
    };
    file.stream.on('data', onData);
  }

  _removeFile(request: Request, file: Express.Multer.File, done: (error: Error | null) => void): void {
    this.disk._removeFile(request, file, done);
  }
}

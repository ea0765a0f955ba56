import { mkdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import {
  type CallHandler,
  type ExecutionContext,
  Injectable,
  Logger,
  type NestInterceptor,
} from '@nestjs/common';
import type { Request, RequestHandler, Response } from 'express';
import multer, { MulterError } from 'multer';
import { finalize, from, type Observable, switchMap } from 'rxjs';
import { ApiError } from '../../../common/errors';
import { StorageSettings } from '../../../storage';
import { catalogueLimits, RequestSettings } from '../../request.settings';
import { CheckingStorage } from './checking-storage';
import { INCOMING } from './incoming';
import { wrongExtension } from './wrong-file-type';

/** Error codes of a disk that is full or may not be written, or of a quota that is used up. */
const NO_ROOM = new Set(['ENOSPC', 'EDQUOT', 'EROFS', 'EFBIG']);

const LONGEST_FIELD_BYTES = 8 * 1024;
const MOST_FIELDS = 32;

/** Streams the file of a form to the disk and checks it on the way; removes it after the call if it still lies there. */
@Injectable()
export class UploadInterceptor implements NestInterceptor {
  private readonly logger = new Logger(UploadInterceptor.name);
  private readonly receive: RequestHandler;

  constructor(
    private readonly settings: RequestSettings,
    storage: StorageSettings,
  ) {
    const destination = join(resolve(storage.DATA_DIR), INCOMING);
    mkdirSync(destination, { recursive: true });
    this.receive = multer({
      storage: new CheckingStorage(destination, catalogueLimits(settings)),
      // Browsers send names in UTF-8 without saying so.
      defParamCharset: 'utf8',
      limits: {
        fileSize: settings.MAX_CSV_BYTES,
        files: 1,
        fields: MOST_FIELDS,
        fieldSize: LONGEST_FIELD_BYTES,
      },
      fileFilter: (_request, { originalname }, done) => {
        const refusal = wrongExtension(originalname);
        if (refusal) done(refusal);
        else done(null, true);
      },
    }).single('file');
  }

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<Request>();
    const response = context.switchToHttp().getResponse<Response>();
    return from(this.take(request, response)).pipe(
      switchMap(() => next.handle()),
      finalize(() => void this.clearAway(request)),
    );
  }

  private async clearAway({ file }: Request): Promise<void> {
    // Multer takes the path off a file that it has removed itself.
    const path = file?.path;
    if (!path) return;
    try {
      await rm(path, { force: true });
    } catch (error) {
      this.logger.warn({ err: error, path }, 'Could not remove an incoming file');
    }
  }

  private async take(request: Request, response: Response): Promise<void> {
    if (!request.is('multipart/form-data')) {
      const detail = 'Send the upload as multipart/form-data, with the CSV in the field "file".';
      throw new ApiError('unsupported_media_type', detail);
    }
    const coding = request.get('content-encoding') ?? 'identity';
    if (coding.toLowerCase() !== 'identity') {
      throw new ApiError('unsupported_media_type', 'Send the upload as it is, without a Content-Encoding.');
    }
    await new Promise<void>((done, fail) => {
      this.receive(request, response, (error?: unknown) =>
        error instanceof Error ? fail(this.translate(error)) : done(),
      );
    });
    if (!request.file) throw new ApiError('file_missing', 'No file: send the CSV in the field "file".');
    request.file.originalname = request.file.originalname.replace(/\p{Cc}/gu, '');
    request.body = withoutEmptyFields(request.body as Record<string, unknown>);
  }

  private translate(error: Error): Error {
    if (error instanceof MulterError && error.code === 'LIMIT_FILE_SIZE') {
      const detail = `The file is larger than ${this.settings.MAX_CSV_BYTES} bytes. Split it in several uploads.`;
      return new ApiError('file_too_large', detail, {}, { cause: error });
    }
    if (error instanceof MulterError && error.code === 'LIMIT_UNEXPECTED_FILE') {
      const detail = `Send one file, in the field "file"; found one in "${error.field}".`;
      return new ApiError('invalid_parameter', detail, {}, { cause: error });
    }
    if (error instanceof MulterError && error.field) {
      const detail = `${shown(error.field)}: ${error.message}.`;
      return new ApiError('invalid_parameter', detail, {}, { cause: error });
    }
    // Errors of the file system have a code, and so have ours; the form parser's errors have none.
    if (!('code' in error)) {
      return new ApiError(
        'malformed_request',
        `The form cannot be read: ${error.message}.`,
        {},
        { cause: error },
      );
    }
    if (NO_ROOM.has(String(error.code))) {
      const detail = 'There is no room for the file at the moment. Try again later.';
      return new ApiError('unavailable', detail, {}, { cause: error });
    }
    return error;
  }
}

const LONGEST_NAME_SHOWN = 100;

const shown = (name: string) => name.slice(0, LONGEST_NAME_SHOWN);

/** Drops empty fields, which count as absent: a form in a browser sends every field that it shows. */
function withoutEmptyFields(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''));
}

import { Injectable } from '@nestjs/common';
import { Ledger } from '../../images';
import { ProcessingLog, type RequestEntity } from '../../requests';
import { NotStoredError } from '../../storage';
import { ImportClaims } from './import-claims';
import { SourceChangedError } from './import-run';

/** Imports whose file is gone for good, and whose request was cancelled: they would keep it from ever finishing. */
@Injectable()
export class AbandonedImports {
  constructor(
    private readonly ledger: Ledger,
    private readonly claims: ImportClaims,
    private readonly log: ProcessingLog,
  ) {}

  /** Ends an import that failed with `error`, if it is one of them. @returns whether it is */
  async end(request: RequestEntity, error: unknown): Promise<boolean> {
    const fault = faultOf(error);
    if (fault === null) return false;
    return this.ledger.transact(async tx => {
      if (!(await this.claims.abandon(tx, request))) return { moves: [], result: false };
      const message = `Ended before all rows were imported: ${fault}`;
      await this.log.write(tx, [
        { requestId: request.id, imageId: null, step: 'import', status: 'failure', message },
      ]);
      return { moves: [], touched: [request.id], result: true };
    });
  }
}

/** Names what is wrong with the file for good; null where it may be read another time. */
function faultOf(error: unknown): string | null {
  if (error instanceof NotStoredError) return 'the uploaded file is not stored any more';
  return error instanceof SourceChangedError ? 'the uploaded file is not what it was' : null;
}

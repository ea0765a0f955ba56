import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ProcessingLog } from '../../requests';
import { HostPauses } from '../host-pauses';
import { Ledger, standing } from '../ledger';
import { changeOf, type ImageChange, movesOf } from './image-change';
import type { ClaimOutcome } from './outcome';

/** Records outcomes in the database, all of them in one transaction. */
@Injectable()
export class OutcomeWriter {
  constructor(
    private readonly ledger: Ledger,
    private readonly pauses: HostPauses,
    private readonly log: ProcessingLog,
  ) {}

  /** Records outcomes. @returns those whose claim still stood; the others changed nothing */
  write(outcomes: ClaimOutcome[]): Promise<ClaimOutcome[]> {
    return this.ledger.transact(async tx => {
      const locked = await this.ledger.lockOccurrences(
        tx,
        outcomes.map(outcome => outcome.imageId),
      );
      const valid = standing(outcomes, locked);
      const moves = movesOf(locked, valid);
      await this.updateImages(
        tx,
        [...valid.values()].flatMap(({ imageId, outcome }) =>
          outcome.kind === 'handed_over' ? [] : [changeOf(imageId, outcome)],
        ),
        moves.map(move => move.imageId),
      );
      await this.handOver(tx, [...valid.values()]);
      await this.log.write(
        tx,
        [...valid.values()].flatMap(({ imageId, requestId, log }) =>
          log.map(line => ({ ...line, imageId, requestId })),
        ),
      );
      await this.keepPauses(tx, [...valid.values()]);
      return { moves, result: [...valid.values()] };
    });
  }

  private async updateImages(tx: EntityManager, changes: ImageChange[], imageIds: string[]): Promise<void> {
    if (changes.length === 0) return;
    // One array for each column makes a single statement with few parameters, whatever the number of rows.
    await tx.query(
      `UPDATE images i
          SET status = c.status, lease_until = NULL, handed_over_at = NULL,
              -- An attempt that counts none goes on with the same answer, instead of a new job.
              engine_answer = CASE WHEN c.status = 'pending' AND NOT c.counts_attempt THEN i.engine_answer END,
              not_before = coalesce(now() + make_interval(secs => c.delay_ms / 1000), i.not_before),
              attempts = i.attempts + c.counts_attempt::int, outcome = c.outcome, error_code = c.error_code,
              error_message = c.error_message, http_status = c.http_status, output_file = c.output_file,
              bytes_in = c.bytes_in, bytes_out = c.bytes_out, width = c.width, height = c.height,
              format = c.format, started_at = coalesce(i.started_at, now()),
              finished_at = CASE WHEN c.status = 'pending' THEN NULL ELSE now() END
         FROM unnest($2::uuid[], $3::work_status[], $4::float8[], $5::boolean[], $6::image_outcome[],
                     $7::text[], $8::text[], $9::smallint[], $10::text[], $11::int[], $12::int[], $13::int[],
                     $14::int[], $15::text[])
           AS c(leader_id, status, delay_ms, counts_attempt, outcome, error_code, error_message, http_status,
                output_file, bytes_in, bytes_out, width, height, format)
        WHERE i.id = ANY($1) AND i.leader_id = c.leader_id`,
      [imageIds, ...COLUMNS.map(column => changes.map(change => change[column]))],
    );
  }

  /**
   * Keeps images in work that an image service has, with its timeout as their lease, until it calls back or the lease
   * runs out.
   */
  private async handOver(tx: EntityManager, outcomes: ClaimOutcome[]): Promise<void> {
    const handedOver = outcomes.flatMap(({ imageId, outcome }) =>
      outcome.kind === 'handed_over' ? [{ imageId, seconds: outcome.timeoutMs / 1_000 }] : [],
    );
    if (handedOver.length === 0) return;
    await tx.query(
      `UPDATE images i SET handed_over_at = now(), lease_until = clock_timestamp() + make_interval(secs => h.seconds)
         FROM unnest($1::uuid[], $2::float8[]) AS h(id, seconds) WHERE i.id = h.id`,
      [handedOver.map(({ imageId }) => imageId), handedOver.map(({ seconds }) => seconds)],
    );
  }

  private async keepPauses(tx: EntityManager, outcomes: ClaimOutcome[]): Promise<void> {
    await this.pauses.record(
      tx,
      outcomes.flatMap(({ letThrough = [] }) => [...letThrough]),
      outcomes.flatMap(({ outcome }) =>
        outcome.kind === 'deferred' && outcome.pausesHost !== null
          ? [{ host: outcome.pausesHost, pauseMs: outcome.delayMs }]
          : [],
      ),
    );
  }
}

/** The columns in the order of the arrays of the statement. */
const COLUMNS = [
  'leaderId',
  'status',
  'delayMs',
  'countsAttempt',
  'outcome',
  'errorCode',
  'errorMessage',
  'httpStatus',
  'outputFile',
  'bytesIn',
  'bytesOut',
  'width',
  'height',
  'format',
] as const satisfies (keyof ImageChange)[];

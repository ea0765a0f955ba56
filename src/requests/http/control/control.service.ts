import { Injectable } from '@nestjs/common';
import { DeletionMarks } from '../../deletion';
import { RequestMarks } from '../../request-marks';
import { RequestsRepository } from '../../requests.repository';
import type { RequestStatusDto } from '../../status/status.dto';
import { StatusService } from '../status/status.service';

/** Cancels, retries and deletes requests for their owners. */
@Injectable()
export class ControlService {
  constructor(
    private readonly requests: RequestsRepository,
    private readonly marks: RequestMarks,
    private readonly deletions: DeletionMarks,
    private readonly status: StatusService,
  ) {}

  async cancel(owner: string, id: string): Promise<RequestStatusDto> {
    await this.marks.cancel(await this.requests.ofOwner(owner, id));
    return this.status.ofOwner(owner, id);
  }

  async retry(owner: string, id: string): Promise<RequestStatusDto> {
    await this.marks.retry(await this.requests.ofOwner(owner, id));
    return this.status.ofOwner(owner, id);
  }

  async delete(owner: string, id: string): Promise<void> {
    await this.deletions.delete(await this.requests.ofOwner(owner, id));
  }
}

import { Injectable } from '@nestjs/common';
import { HostPauses } from '../../../images';
import type { RequestEntity } from '../../request.entity';
import { RequestSettings } from '../../request.settings';
import { RequestsRepository } from '../../requests.repository';
import { statusView } from '../../status/status-view';
import type { RequestStatusDto } from '../../status/status.dto';

/** The state of requests as their owners see it now. */
@Injectable()
export class StatusService {
  constructor(
    private readonly requests: RequestsRepository,
    private readonly pauses: HostPauses,
    private readonly settings: RequestSettings,
  ) {}

  /** @throws ApiError request_not_found */
  async ofOwner(owner: string, id: string): Promise<RequestStatusDto> {
    return this.of(await this.requests.ofOwner(owner, id));
  }

  async of(request: RequestEntity): Promise<RequestStatusDto> {
    const waiting = request.completedAt ? [] : await this.pauses.waitedForBy(request.id);
    return statusView(
      request,
      waiting.map(({ host, until, images }) => ({ host, until: until.toISOString(), images })),
      new Date(),
      this.settings,
    );
  }
}

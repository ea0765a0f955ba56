import { Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { DataSource } from 'typeorm';
import { ApiError } from '../common/errors';
import { RequestEntity } from './request.entity';
import type { WorkStatus } from './tally';

/** Finds requests for those who may see them. */
@Injectable()
export class RequestsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** @throws ApiError request_not_found when the id is unknown, malformed, deleted, or somebody else's. */
  async ofOwner(owner: string, id: string): Promise<RequestEntity> {
    const request = isUUID(id)
      ? await this.dataSource
          .createQueryBuilder(RequestEntity, 'request')
          .where('request.id = :id AND request.owner = :owner AND request.deleted_at IS NULL', { id, owner })
          .getOne()
      : null;
    if (!request) throw new ApiError('request_not_found', 'Request ID not found');
    return request;
  }

  /** An owner's requests, newest first, behind the one named by `before`. */
  newestOf(
    owner: string,
    { before, status, limit }: { before?: string; status?: WorkStatus; limit: number },
  ): Promise<RequestEntity[]> {
    const query = this.dataSource
      .createQueryBuilder(RequestEntity, 'request')
      .where('request.owner = :owner AND request.deleted_at IS NULL', { owner })
      .orderBy('request.id', 'DESC')
      .limit(limit);
    if (before) query.andWhere('request.id < :before', { before });
    if (status) query.andWhere('request.status = :status', { status });
    return query.getMany();
  }
}

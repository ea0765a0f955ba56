import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { EXAMPLE_DELIVERY_ID, EXAMPLE_ID, EXAMPLE_SUBSCRIPTION_ID } from '../../common/example-ids';
import { Cursor, Limit, PAGE, UUID_CURSOR } from '../../common/http';
import type { AttemptEntity } from '../attempt.entity';
import { type DeliveryEntity, DELIVERY_STATUSES, type DeliveryStatus } from '../delivery.entity';
import { WEBHOOK_TYPES, type WebhookType } from '../webhook-types';

export class DeliveriesQuery {
  @Limit() limit = PAGE.default;

  @Cursor(UUID_CURSOR) cursor?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'Only those about this request' })
  @IsOptional()
  @IsUUID()
  request_id?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'Only those to this subscription' })
  @IsOptional()
  @IsUUID()
  subscription_id?: string;

  @ApiPropertyOptional({ enum: DELIVERY_STATUSES, description: 'Only those in this state' })
  @IsOptional()
  @IsIn(DELIVERY_STATUSES)
  status?: DeliveryStatus;
}

/** One message to one receiver. */
export class DeliveryDto {
  @ApiProperty({
    format: 'uuid',
    example: EXAMPLE_DELIVERY_ID,
    description: 'The `webhook-id` of every attempt',
  })
  delivery_id!: string;
  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    example: EXAMPLE_ID,
    description: 'null for a test',
  })
  request_id!: string | null;
  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    example: EXAMPLE_SUBSCRIPTION_ID,
    description: 'null when it goes to the `webhook_url` of the request',
  })
  subscription_id!: string | null;
  @ApiProperty({ format: 'uri', example: 'https://shop.example.com/hooks/images' }) url!: string;
  @ApiProperty({ enum: WEBHOOK_TYPES, example: 'request.completed' }) type!: WebhookType;
  @ApiProperty({
    enum: DELIVERY_STATUSES,
    example: 'pending',
    description:
      '`pending` until it is `delivered`, `exhausted` after the last attempt or 410, `cancelled` when the request ' +
      'was deleted or the subscription disabled (a test is sent all the same) or deleted; soon after that where very ' +
      'many wait, or its own answers disabled it',
  })
  status!: DeliveryStatus;
  @ApiProperty({ example: 2, description: 'Attempts made' }) attempts!: number;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: '2026-03-01T12:35:05.000Z' })
  next_attempt_at!: string | null;
  @ApiProperty({ type: String, format: 'date-time', example: '2026-03-01T12:30:00.000Z' })
  created_at!: string;
}

/** One attempt at a delivery. Of the receiver's answer only the status is kept. */
export class AttemptDto {
  @ApiProperty({ type: String, format: 'date-time', example: '2026-03-01T12:30:00.120Z' })
  attempted_at!: string;
  @ApiProperty({ type: Number, nullable: true, example: 503, description: 'null where no answer came' })
  status_code!: number | null;
  @ApiProperty({
    type: String,
    nullable: true,
    example: null,
    description:
      'Why no answer came: `invalid_url`, `address_blocked`, `dns_failed`, `connect_failed`, `tls_failed`, ' +
      '`timeout`, or `not_sent` for a reason on our side',
  })
  error_code!: string | null;
  @ApiProperty({ example: 87, description: 'Milliseconds until the answer, or until it was given up' })
  latency_ms!: number;
}

export class DeliveryDetailsDto extends DeliveryDto {
  @ApiProperty({ type: [AttemptDto], description: 'Oldest first' }) attempt_log!: AttemptDto[];
}

export class DeliveryPageDto {
  @ApiProperty({ type: [DeliveryDto], description: 'Newest first' }) deliveries!: DeliveryDto[];
  @ApiProperty({ type: String, nullable: true, example: null, description: '`cursor` of the next page' })
  next_cursor!: string | null;
}

export const deliveryView = (delivery: DeliveryEntity): DeliveryDto => ({
  delivery_id: delivery.id,
  request_id: delivery.requestId,
  subscription_id: delivery.subscriptionId,
  url: delivery.url,
  type: delivery.type,
  status: delivery.status,
  attempts: delivery.attempts,
  next_attempt_at: delivery.nextAttemptAt?.toISOString() ?? null,
  created_at: delivery.createdAt.toISOString(),
});

export const attemptView = (attempt: AttemptEntity): AttemptDto => ({
  attempted_at: attempt.attemptedAt.toISOString(),
  status_code: attempt.statusCode,
  error_code: attempt.errorCode,
  latency_ms: attempt.latencyMs,
});

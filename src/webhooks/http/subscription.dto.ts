import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsDate, IsString, ValidateIf } from 'class-validator';
import { EXAMPLE_SUBSCRIPTION_ID } from '../../common/example-ids';
import type { SubscriptionEntity } from '../subscription.entity';
import { WEBHOOK_TYPES, type WebhookType } from '../webhook-types';
import { LONGEST_WEBHOOK_URL } from '../webhook-urls';
import { SubscribedTypes } from './subscribed-types';

const URL_EXAMPLE = 'https://shop.example.com/hooks/images';

/** A field that may be left out, while null is refused like any other wrong value: it would have no meaning. */
const MayBeAbsent = () => ValidateIf((_, value) => value !== undefined);

export class CreateSubscriptionBody {
  @ApiProperty({
    format: 'uri',
    maxLength: LONGEST_WEBHOOK_URL,
    example: URL_EXAMPLE,
    description: 'http or https',
  })
  @IsString()
  url!: string;

  @ApiProperty({ enum: WEBHOOK_TYPES, isArray: true, example: ['request.completed', 'request.failed'] })
  @SubscribedTypes()
  types!: WebhookType[];
}

export class ChangeSubscriptionBody {
  @ApiPropertyOptional({ format: 'uri', maxLength: LONGEST_WEBHOOK_URL, example: URL_EXAMPLE })
  @MayBeAbsent()
  @IsString()
  url?: string;

  @ApiPropertyOptional({ enum: WEBHOOK_TYPES, isArray: true, example: ['request.completed'] })
  @MayBeAbsent()
  @SubscribedTypes()
  types?: WebhookType[];

  @ApiPropertyOptional({ example: true, description: 'false cancels what is still to be delivered' })
  @MayBeAbsent()
  @IsBoolean()
  enabled?: boolean;
}

/** A day, or a time with its offset: without one it would mean the server's time zone. */
const MOMENT = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/;

export class RedeliverSinceBody {
  @ApiProperty({ type: String, format: 'date-time', example: '2026-03-01T00:00:00Z' })
  @Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' && MOMENT.test(value) ? new Date(value) : value,
  )
  @IsDate({ message: 'since must be an ISO 8601 time such as 2026-03-01T00:00:00Z' })
  since!: Date;
}

/** An endpoint that is notified of all your requests. */
export class SubscriptionDto {
  @ApiProperty({ format: 'uuid', example: EXAMPLE_SUBSCRIPTION_ID }) subscription_id!: string;
  @ApiProperty({ format: 'uri', example: URL_EXAMPLE }) url!: string;
  @ApiProperty({ enum: WEBHOOK_TYPES, isArray: true, example: ['request.completed', 'request.failed'] })
  types!: WebhookType[];
  @ApiProperty({ example: true, description: 'Nothing is sent while it is false, except a test' })
  enabled!: boolean;
  @ApiProperty({
    type: String,
    nullable: true,
    example: null,
    description: 'Why it is disabled: by you, after a 410, or because every attempt has failed for 5 days',
  })
  disabled_reason!: string | null;
  @ApiProperty({ format: 'date-time', example: '2026-03-01T12:00:00.000Z' }) created_at!: string;
}

export class SubscriptionSecretDto extends SubscriptionDto {
  @ApiProperty({
    example: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw8jZ0PWfVQwA=',
    description: 'Shown this once. Hand it to any Standard Webhooks library as it is',
  })
  secret!: string;
}

export class SubscriptionListDto {
  @ApiProperty({ type: [SubscriptionDto], description: 'Newest first' }) subscriptions!: SubscriptionDto[];
}

export class RedeliveredDto {
  @ApiProperty({ example: 12, description: 'How many are sent again' }) redelivered!: number;
}

export const subscriptionView = (subscription: SubscriptionEntity): SubscriptionDto => ({
  subscription_id: subscription.id,
  url: subscription.url,
  types: subscription.types,
  enabled: subscription.enabled,
  disabled_reason: subscription.disabledReason,
  created_at: subscription.createdAt.toISOString(),
});

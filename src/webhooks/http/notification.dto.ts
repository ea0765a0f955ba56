import { ApiProperty } from '@nestjs/swagger';
import { IsString } from 'class-validator';
import { EXAMPLE_DELIVERY_ID, EXAMPLE_ID } from '../../common/example-ids';

export class NotifyBody {
  @ApiProperty({ format: 'uuid', example: EXAMPLE_ID })
  @IsString()
  request_id!: string;
}

export class NotifiedDto {
  @ApiProperty({ format: 'uuid', example: EXAMPLE_DELIVERY_ID }) delivery_id!: string;
}

export class SecretDto {
  @ApiProperty({
    example: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw8jZ0PWfVQwA=',
    description: 'Hand it to any Standard Webhooks library as it is',
  })
  secret!: string;
}

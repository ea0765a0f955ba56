import { ApiProperty } from '@nestjs/swagger';
import { IsString } from 'class-validator';

export class NotifyBody {
  @ApiProperty({ format: 'uuid', example: '0192f0c1-7d2e-7c3a-9b1e-3f5a6c7d8e9f' })
  @IsString()
  request_id!: string;
}

export class NotifiedDto {
  @ApiProperty({ format: 'uuid', example: '0192f0c1-9a3b-7d10-8c55-2b8f4f1e6a77' }) delivery_id!: string;
}

export class SecretDto {
  @ApiProperty({
    example: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw8jZ0PWfVQwA=',
    description: 'Hand it to any Standard Webhooks library as it is',
  })
  secret!: string;
}

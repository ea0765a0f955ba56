import { ApiProperty } from '@nestjs/swagger';

/** The description of the service that a client finds at the root. */
export class ServiceDto {
  @ApiProperty({ example: 'Darkroom' }) name!: string;
  @ApiProperty({ example: '0.1.0' }) version!: string;
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string' },
    example: { upload: 'POST /api/upload', status: 'GET /api/status/{request_id}' },
  })
  endpoints!: Record<string, string>;
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string', format: 'uri' },
    example: {
      swagger_ui: 'https://images.example.com/api/docs',
      openapi: 'https://images.example.com/api/openapi.json',
    },
  })
  documentation!: Record<string, string>;
}

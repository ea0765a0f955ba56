import { IsOptional, IsUrl } from 'class-validator';

export class TracingSettings {
  /**
   * Where traces go, by OTLP over HTTP; null: none are made. The SDK itself reads the other variables of
   * OpenTelemetry (OTEL_TRACES_SAMPLER, OTEL_EXPORTER_OTLP_HEADERS, OTEL_BSP_…).
   */
  @IsOptional()
  @IsUrl({ protocols: ['http', 'https'], require_protocol: true, require_tld: false })
  OTEL_EXPORTER_OTLP_ENDPOINT: string | null = null;

  @IsOptional() OTEL_SERVICE_NAME = 'darkroom';
}

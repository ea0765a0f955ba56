import { IsOptional } from 'class-validator';
import { HttpUrl } from '../settings';

export class TracingSettings {
  /**
   * The collector that traces are sent to, by OTLP over HTTP; null: none are made. The SDK itself reads the other
   * variables of OpenTelemetry (OTEL_TRACES_SAMPLER, OTEL_EXPORTER_OTLP_HEADERS, OTEL_BSP_…).
   */
  @IsOptional()
  @HttpUrl('OTEL_EXPORTER_OTLP_ENDPOINT must be an http(s) URL such as http://collector:4318', {
    mayHaveLogin: true,
  })
  OTEL_EXPORTER_OTLP_ENDPOINT: string | null = null;

  @IsOptional() OTEL_SERVICE_NAME = 'darkroom';
}

import { Test } from '@nestjs/testing';
import { Tracer } from './tracer';
import { TracingModule } from './tracing.module';

describe('TracingModule', () => {
  it('loads nothing of OpenTelemetry where no endpoint is set, and traces nothing', async () => {
    const module = await Test.createTestingModule({ imports: [TracingModule] }).compile();
    const span = module
      .get(Tracer)
      .begin('upload', '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01');
    expect(span.traceparent).toBeNull();
    expect(Object.keys(require.cache).filter(file => file.includes('@opentelemetry'))).toEqual([]);
  });
});

import {
  collectDefaultMetrics,
  Counter,
  type CounterConfiguration,
  Gauge,
  type GaugeConfiguration,
  Histogram,
  type HistogramConfiguration,
  Registry,
} from 'prom-client';

/** Our own metrics begin with this; those of the process keep their well-known names (`process_`, `nodejs_`). */
const PREFIX = 'darkroom_';

/**
 * The metrics that Prometheus reads from this process. Labels take their values from closed sets, never an id, a host
 * or a path: each value is a series that every scrape carries from then on.
 */
export class Metrics {
  private readonly registry = new Registry();
  readonly contentType = this.registry.contentType;

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  counter<Label extends string>(config: CounterConfiguration<Label>): Counter<Label> {
    return new Counter({ ...config, ...this.own(config.name) });
  }

  gauge<Label extends string>(config: GaugeConfiguration<Label>): Gauge<Label> {
    return new Gauge({ ...config, ...this.own(config.name) });
  }

  histogram<Label extends string>(config: HistogramConfiguration<Label>): Histogram<Label> {
    return new Histogram({ ...config, ...this.own(config.name) });
  }

  /** Writes all metrics as they are now, in Prometheus' text format. */
  text(): Promise<string> {
    return this.registry.metrics();
  }

  private own(name: string) {
    return { name: `${PREFIX}${name}`, registers: [this.registry] };
  }
}

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

/** Own metrics begin with this; those of the process have the names that everybody knows (`process_`, `nodejs_`). */
const PREFIX = 'darkroom_';

/**
 * What this process tells Prometheus. Labels take their values from closed sets: never an id, a host or a path,
 * for each value is a series that every scrape carries from then on.
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

  /** All of them as they are now, in Prometheus' text format. */
  text(): Promise<string> {
    return this.registry.metrics();
  }

  private own(name: string) {
    return { name: `${PREFIX}${name}`, registers: [this.registry] };
  }
}

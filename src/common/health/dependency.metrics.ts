import { Inject, Injectable } from '@nestjs/common';
import { Metrics, Snapshot } from '../metrics';
import { checkInTime, DEPENDENCIES, type Dependency } from './dependency';

/** A check costs a ping, a query and a file that is written. */
const MAX_AGE_MS = 10_000;

/** Measures the dependencies that readiness is judged by, for whoever watches them over time. */
@Injectable()
export class MeasureDependencies {
  constructor(metrics: Metrics, @Inject(DEPENDENCIES) dependencies: Dependency[]) {
    const looks = dependencies.map(dependency => ({
      name: dependency.name,
      look: new Snapshot(() => checkInTime(dependency).then(() => true), MAX_AGE_MS),
    }));
    metrics.gauge({
      name: 'dependency_up',
      help: 'Whether what this process cannot work without answers: 1 or 0, by dependency',
      labelNames: ['dependency'],
      async collect() {
        const up = await Promise.all(looks.map(({ look }) => look.get()));
        for (const [index, { name }] of looks.entries()) this.set({ dependency: name }, up[index] ? 1 : 0);
      },
    });
  }
}

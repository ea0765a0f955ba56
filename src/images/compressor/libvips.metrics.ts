import { Injectable } from '@nestjs/common';
import { Metrics } from '../../common/metrics';
import { libvipsUsage } from '../compress';

/** Measures what decoding takes in this process, without pictures in child processes. */
@Injectable()
export class MeasureLibvips {
  constructor(metrics: Metrics) {
    metrics.gauge({
      name: 'libvips_memory_bytes',
      help: 'Memory that libvips holds',
      collect() {
        this.set(libvipsUsage().memoryBytes);
      },
    });
    metrics.gauge({
      name: 'libvips_tasks',
      help: 'Pictures that libvips works on (running), or that wait for a thread (queued)',
      labelNames: ['state'],
      collect() {
        const { queued, running } = libvipsUsage();
        this.set({ state: 'queued' }, queued);
        this.set({ state: 'running' }, running);
      },
    });
  }
}

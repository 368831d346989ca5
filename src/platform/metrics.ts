import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** What `/metrics` shows. Labels come from short fixed lists: no ids, no names of customers. */
export type Metrics = {
  readonly requests: Histogram<'method' | 'route' | 'status'>;
  readonly remoteCalls: Counter<'remote' | 'outcome'>;
  readonly jobs: Counter<'kind' | 'outcome'>;
  readonly deliveries: Counter<'outcome'>;
  readonly feedLag: Gauge<'feed' | 'quantile'>;
  readonly missed: Gauge;
  readonly deadLetters: Gauge;
  readonly lastSync: Gauge<'kind'>;
  /** Prometheus text, version 0.0.4. */
  text(): Promise<string>;
};

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'concord_' });
  const registers = [registry];
  return {
    requests: new Histogram({
      name: 'concord_http_request_seconds',
      help: 'Time to answer a request, by route',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
      registers,
    }),
    remoteCalls: new Counter({
      name: 'concord_remote_calls_total',
      help: 'Calls to remotes, by how they ended',
      labelNames: ['remote', 'outcome'],
      registers,
    }),
    jobs: new Counter({
      name: 'concord_jobs_total',
      help: 'Background jobs, by how they ended',
      labelNames: ['kind', 'outcome'],
      registers,
    }),
    deliveries: new Counter({
      name: 'concord_webhook_deliveries_total',
      help: 'Notifications of Partner Center, genuine or why not',
      labelNames: ['outcome'],
      registers,
    }),
    feedLag: new Gauge({
      name: 'concord_feed_lag_seconds',
      help: 'From an event to what it changed being visible here, last 24 hours',
      labelNames: ['feed', 'quantile'],
      registers,
    }),
    missed: new Gauge({
      name: 'concord_sync_missed_records',
      help: 'Records that the last reading of everything found although no feed had told of them, over all accounts',
      registers,
    }),
    deadLetters: new Gauge({ name: 'concord_dead_letters', help: 'Jobs that were given up and wait for a person', registers }),
    lastSync: new Gauge({
      name: 'concord_last_sync_timestamp_seconds',
      help: 'When a kind of connection was last read completely',
      labelNames: ['kind'],
      registers,
    }),
    text: () => registry.metrics(),
  };
}

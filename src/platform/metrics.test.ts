import { expect, test } from 'vitest';
import { createMetrics } from './metrics.ts';

test('what was counted is shown as Prometheus text', async () => {
  const metrics = createMetrics();
  metrics.remoteCalls.inc({ remote: 'pax8', outcome: 'ok' }, 3);
  metrics.requests.observe({ method: 'GET', route: '/overview', status: '200' }, 0.012);
  metrics.deadLetters.set(2);

  const text = await metrics.text();
  expect(text).toContain('concord_remote_calls_total{remote="pax8",outcome="ok"} 3');
  expect(text).toContain('concord_http_request_seconds_bucket{le="0.025",method="GET",route="/overview",status="200"} 1');
  expect(text).toContain('concord_dead_letters 2');
  expect(text).toContain('concord_process_cpu_seconds_total');
});

test('two installations in one process do not share their counts', async () => {
  const [one, two] = [createMetrics(), createMetrics()];
  one.jobs.inc({ kind: 'sync', outcome: 'completed' });

  expect(await two.text()).not.toContain('concord_jobs_total{');
});

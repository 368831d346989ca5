import type { FastifyInstance } from 'fastify';

export type Health = {
  /** Everything that must hold before work is sent here; each with what is wrong when it does not. */
  readonly ready: () => Promise<readonly { readonly name: string; readonly ok: boolean; readonly detail: string }[]>;
  /** Prometheus text. */
  readonly metrics: () => Promise<string>;
};

/** Health endpoints without data of anybody. */
export function serveHealth(server: FastifyInstance, health: Health): void {
  server.get('/healthz', () => ({ status: 'alive' }));
  server.get('/readyz', async (_request, reply) => {
    const checks = await health.ready();
    const ready = checks.every((check) => check.ok);
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not ready', checks });
  });
  server.get('/metrics', async (_request, reply) => reply.type('text/plain; version=0.0.4; charset=utf-8').send(await health.metrics()));
}

import { createServer } from 'node:http';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { startSandbox } from '../sandbox/main.ts';
import { put } from '../sandbox/world/world.ts';

// A process of its own: `sandbox SCALE STARTS_AT` is measured itself, `remote SCALE` is asked by what is measured and has a clock and limits
// as anywhere, `peer` is a bare JSON server.
// It answers messages of its parent: `usage` with processor seconds and memory, `year` with the seconds of a year of the world's clock.
const [role = 'sandbox', scale = '3000', startsAt = '2026-11-21T10:00:00Z'] = process.argv.slice(2);

setFlagsFromString('--expose-gc');
// Node gives the collector to programs that ask for it.
const collect = runInNewContext('gc') as () => void;

const memory = () => {
  collect();
  const { rss, heapUsed } = process.memoryUsage();
  return { rssMiB: Math.round(rss / 1_048_576), heapMiB: Math.round(heapUsed / 1_048_576) };
};
const cpuSeconds = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

async function sandbox(): Promise<void> {
  const startedAt = performance.now();
  const server = await startSandbox({ port: 0, seed: 1, scale: Number(scale), startsAt });
  const startSeconds = (performance.now() - startedAt) / 1000;
  const { world } = server;
  world.clock.stop();
  world.apply({
    kind: 'switches.changed',
    actor: { kind: 'control', name: 'bench' },
    cause: 'bench',
    changes: [put('switches', { id: 'throttling', value: { ...world.switch('throttling'), enabled: false } })],
  });
  const subscriptions = [...world.tables.subscriptions.values()].filter((row) => row.accountId === 'pc-1').slice(0, 2000);
  process.send?.({
    url: server.url,
    startSeconds,
    customers: world.tables.customers.size,
    subscriptions: world.tables.subscriptions.size,
    paths: subscriptions.map((row) => `/api.partnercenter.microsoft.com/v1/customers/${row.customerId}/subscriptions/${row.id}`),
    ...memory(),
  });
  process.on('message', (message) => {
    if (message === 'usage') process.send?.({ cpuSeconds: cpuSeconds(), ...memory() });
    if (message !== 'year') return;
    const [began, beganCpu] = [performance.now(), cpuSeconds()];
    // A month at a time, as people and tests do.
    for (let month = 0; month < 12; month += 1) {
      world.clock.step((365 / 12) * 86_400_000);
      server.settle();
    }
    process.send?.({
      seconds: (performance.now() - began) / 1000,
      cpuSeconds: cpuSeconds() - beganCpu,
      events: world.events.length,
      ...memory(),
    });
  });
}

/** The limit of the machine: Node's own server with one JSON answer of the usual size. */
function peer(): void {
  const body = {
    id: '5c1fcd3e-b4a9-4c5d-bb33-0f3b5c3a7f14',
    fields: Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`field${n}`, `value ${n}`])),
  };
  const server = createServer((_incoming, outgoing) => {
    const bytes = Buffer.from(JSON.stringify(body));
    outgoing.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': bytes.length });
    outgoing.end(bytes);
  });
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    process.send?.({ url: `http://127.0.0.1:${String(port)}`, paths: ['/'] });
  });
  process.on('message', (message) => {
    if (message === 'usage') process.send?.({ cpuSeconds: cpuSeconds(), ...memory() });
  });
}

process.on('disconnect', () => process.exit(0));
if (role === 'peer') peer();
else if (role === 'remote') process.send?.({ url: (await startSandbox({ port: 0, seed: 7, scale: Number(scale) })).url, paths: [] });
else await sandbox();

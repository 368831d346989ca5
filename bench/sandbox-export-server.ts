import { readFileSync, writeFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { startSandbox } from '../sandbox/main.ts';
import type { Subscription } from '../sandbox/world/types.ts';
import { put } from '../sandbox/world/world.ts';
import { Seeded } from '../src/lib/seeded.ts';

// A process of its own with a partner whose last month has as many lines as were asked for: `reconciliation LINES` or `usage LINES`.
// It answers `mark` (from here on memory counts) and `peak` with what it takes.
const [kind = 'reconciliation', count = '1000000'] = process.argv.slice(2);

setFlagsFromString('--expose-gc');
// Node gives the collector to programs that ask for it.
const collect = runInNewContext('gc') as () => void;

const server = await startSandbox({ port: 0, seed: 1, scale: 10, startsAt: '2026-11-21T10:00:00Z' });
const { world } = server;
world.clock.stop();
const model = [...world.tables.subscriptions.values()].find((row) => row.accountId === 'pc-1' && row.status === 'active');
if (model === undefined) throw new Error('The partner sells nothing');

/** Each time that seats are added in a month makes two lines, and the month's own charge one. */
const batches = 20;
const linesOfRow = 2 * batches + 1;
/** A plan uses about this many meters in a month of 31 days. */
const linesOfPlan = 250;

const seats = (id: string, base: Subscription): Subscription => ({
  ...base,
  id,
  quantity: 5 + batches,
  term: 'P1Y',
  billingCycle: 'monthly',
  status: 'active',
  createdAt: '2026-08-15T09:00:00Z',
  effectiveStartAt: '2026-08-15T09:00:00Z',
  commitmentEndAt: '2027-08-14T23:59:59Z',
  billingCycleEndAt: '2026-12-14T23:59:59Z',
  unitPrice: '12.34',
  seatBatches: [
    { quantity: 5, addedAt: '2026-08-15T09:00:00Z', refundableUntil: '2026-08-22T09:00:00Z' },
    ...Array.from({ length: batches }, (_, place) => {
      const addedAt = `2026-10-${String(place + 2).padStart(2, '0')}T10:00:00Z`;
      return { quantity: 1, addedAt, refundableUntil: addedAt };
    }),
  ],
});

const plan = (id: string, base: Subscription): Subscription => ({
  ...base,
  id,
  productId: 'DZH318Z0BPS6',
  skuId: '0001',
  offerName: 'Microsoft Azure plan',
  friendlyName: 'Azure plan',
  quantity: 1,
  seatBatches: [],
  term: 'P1M',
  billingCycle: 'monthly',
  status: 'active',
  createdAt: '2026-01-01T09:00:00Z',
  effectiveStartAt: '2026-01-01T09:00:00Z',
  commitmentEndAt: '9999-12-31T23:59:59Z',
  billingCycleEndAt: '9999-12-31T23:59:59Z',
  unitPrice: '0',
});

const { promotionId: _promotion, extended: _extended, nextTerm: _next, anchorAt: _anchor, ...plain } = model;
const [make, each] = kind === 'usage' ? [plan, linesOfPlan] : [seats, linesOfRow];
for (let place = 0; place < Math.ceil(Number(count) / each); place += 1)
  world.lay([put('subscriptions', make(new Seeded(`bench/${String(place)}`).uuid(), plain))]);

const memory = (): number => Math.round(process.memoryUsage().rss / 1_048_576);

/** Highest resident memory since the mark, where the system tells it. */
function peak(): number {
  try {
    return Math.round(Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) / 1024);
  } catch {
    return memory();
  }
}

function forgetPeak(): void {
  try {
    writeFileSync('/proc/self/clear_refs', '5');
  } catch {
    // Other systems have no such file: the peak is that of the whole process.
  }
}

process.on('message', (message) => {
  const { user, system } = process.cpuUsage();
  if (message === 'mark') {
    collect();
    forgetPeak();
  }
  process.send?.({ cpuSeconds: (user + system) / 1e6, rssMiB: memory(), peakMiB: peak() });
});
process.on('disconnect', () => process.exit(0));
process.send?.({ url: server.url });

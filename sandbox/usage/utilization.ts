import { Seeded } from '../../src/lib/seeded.ts';
import { dayAt, dayMs } from '../world/estate/times.ts';
import type { Subscription } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { type Meter, meters } from './meters.ts';
import { type Resource, resourcesOf } from './resources.ts';

/** What one meter of one resource counted in a span: unrated, so it has no price. */
export type Utilization = {
  readonly id: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly meter: Pick<Meter, 'id' | 'name' | 'category' | 'subcategory' | 'region' | 'unit'>;
  readonly resource: Pick<Resource, 'uri' | 'location' | 'info'> & { readonly isStack: boolean };
  /** Millionths of the unit. */
  readonly count: number;
};

type Asked = { readonly fromMs: number; readonly toMs: number; readonly hourly: boolean };

/** Utilization of a legacy Azure subscription in the order of time; days that have not arrived are left out. */
export function* utilizationOf(world: World, row: Subscription, { fromMs, toMs, hourly }: Asked): Generator<Utilization> {
  const lagMs = world.switch('usage').utilizationLagHours * 3_600_000;
  const bornMs = Math.floor(Date.parse(row.createdAt) / dayMs) * dayMs;
  const endMs = Math.min(toMs, Date.parse(row.cancelledAt ?? row.suspendedAt ?? '9999-12-31T00:00:00Z'), world.clock.nowMs() - lagMs);
  for (let ms = Math.max(bornMs, Math.floor(fromMs / dayMs) * dayMs); ms + dayMs <= endMs; ms += dayMs) {
    const parts = hourly ? 24 : 1;
    for (let part = 0; part < parts; part += 1) {
      const startMs = ms + (part * dayMs) / parts;
      for (const one of usedOn(world, row, ms)) {
        const id = `${String(startMs).padStart(15, '0')}/${String(one.place).padStart(3, '0')}`;
        yield { ...one, id, fromMs: startMs, toMs: startMs + dayMs / parts, count: Math.floor(one.count / parts) };
      }
    }
  }
}

type Counted = Pick<Utilization, 'meter' | 'resource' | 'count'> & { readonly place: number };

function* usedOn(world: World, { id }: Subscription, ms: number): Generator<Counted> {
  const random = new Seeded(`${String(world.options.seed)}/utilization/${id}/${dayAt(ms)}`);
  yield { meter: stackMeter, resource: stackOf(id), count: random.int(200_000, 240_000), place: 0 };
  let place = 0;
  for (const resource of resourcesOf(world, id)) {
    for (const meter of resource.meters) {
      place += 1;
      yield { meter, resource: { ...resource, isStack: false }, count: random.int(meter.low, meter.high), place };
    }
  }
}

/** One of the resources stands in the customer's own data centre, as in the published sample. */
const stackMeter = {
  ...meters.storage,
  id: '8767aeb3-6909-4db2-9927-3f51e9a9085e',
  name: 'Storage Admin',
  subcategory: 'Block Blob',
  region: 'Azure Stack',
  unit: '1 GB/Hr',
};
const stackOf = (subscriptionId: string): Utilization['resource'] => ({
  uri: `/subscriptions/${subscriptionId}/resourcegroups/system.local/providers/Microsoft.Storage/storageaccounts/stackhealth`,
  location: 'azurestack',
  info: '',
  isStack: true,
});

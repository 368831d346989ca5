import { Seeded } from '../../src/lib/seeded.ts';
import type { World } from '../world/world.ts';
import { type Meter, meters } from './meters.ts';

/** Something that runs in an Azure subscription, and the meters that count it. */
export type Resource = {
  readonly name: string;
  readonly group: string;
  readonly uri: string;
  readonly type: string;
  readonly location: string;
  readonly tags: string;
  readonly info: string;
  readonly meters: readonly Meter[];
  /** Whether the partner has a role on it that earns credit. */
  readonly isManaged: boolean;
};

type Kind = Pick<Resource, 'type' | 'meters' | 'info'> & { readonly stem: string };

const machine = (type: string): string => JSON.stringify({ ServiceType: type, VMName: '', UsageType: 'ComputeHR' });

const kinds: readonly Kind[] = [
  { stem: 'srv', type: 'Microsoft.Compute/virtualMachines', meters: [meters.vm, meters.bandwidth], info: machine('Standard_D2s_v3') },
  { stem: 'osdisk', type: 'Microsoft.Compute/disks', meters: [meters.disk], info: '' },
  { stem: 'data', type: 'Microsoft.Storage/storageAccounts', meters: [meters.storage, meters.bandwidth], info: '' },
  { stem: 'sqldb', type: 'Microsoft.Sql/servers', meters: [meters.database], info: '' },
  { stem: 'vault', type: 'Microsoft.RecoveryServices/vaults', meters: [meters.backup], info: '' },
  { stem: 'build', type: 'Microsoft.Compute/virtualMachines', meters: [meters.vmOnDemand], info: machine('Standard_DS2_v2') },
  { stem: 'batch', type: 'Microsoft.Compute/virtualMachines', meters: [meters.spot], info: machine('Standard_D2s_v3') },
];
const groups = ['rg-production', 'rg-backup', 'rg-test'] as const;

const known = new WeakMap<World, Map<string, readonly Resource[]>>();

/** What runs in an Azure subscription: two to six things by its own seed. */
export function resourcesOf(world: World, entitlementId: string): readonly Resource[] {
  const book = known.get(world) ?? new Map<string, readonly Resource[]>();
  known.set(world, book);
  const found = book.get(entitlementId);
  if (found !== undefined) return found;
  const random = new Seeded(`${String(world.options.seed)}/resources/${entitlementId}`);
  const made = Array.from({ length: random.int(2, 6) }, (_, place) => resource(random, entitlementId, place));
  if (book.size > 5000) book.clear();
  book.set(entitlementId, made);
  return made;
}

function resource(random: Seeded, entitlementId: string, place: number): Resource {
  const { stem, ...kind } = random.pick(kinds);
  const group = random.pick(groups);
  const name = `${stem}${String(place + 1).padStart(2, '0')}`;
  return {
    ...kind,
    name,
    group,
    uri: `/subscriptions/${entitlementId}/resourceGroups/${group}/providers/${kind.type}/${name}`,
    location: kind.meters[0]?.region === 'EU West' ? 'westeurope' : 'eastus',
    tags: random.chance(0.5) ? JSON.stringify({ environment: group.slice(3) }) : '',
    isManaged: random.chance(0.85),
  };
}

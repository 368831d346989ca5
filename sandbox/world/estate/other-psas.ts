import { Seeded } from '../../../src/lib/seeded.ts';
import { SandboxClock } from '../../clock.ts';
import { layEstate } from '../estate.ts';
import type { TableName } from '../tables.ts';
import type { AutotaskRow, Customer, HaloRow, PsaOpened } from '../types.ts';
import { type Change, put, World } from '../world.ts';
import { secretText } from './accounts.ts';
import { autotaskBooks } from './autotask-books.ts';
import type { FirstBooks } from './first-books.ts';
import { haloBooks } from './halo-books.ts';
import { tenantField } from './psa.ts';

/** How a program signs in to the Autotask database of the sample estate. */
export type AutotaskInstance = {
  readonly name: string;
  readonly zoneName: string;
  readonly zoneHost: string;
  readonly webHost: string;
  readonly ci: number;
  readonly userName: string;
  readonly secret: string;
  readonly integrationCode: string;
};

export type HaloInstance = {
  readonly name: string;
  readonly tenant: string;
  readonly host: string;
  readonly clientId: string;
  readonly clientSecret: string;
};

export function autotaskInstance(seed: number): AutotaskInstance {
  const random = new Seeded(`${String(seed)}:account:autotask-1`);
  return {
    name: 'Northwind Cloud Autotask',
    zoneName: 'America East',
    zoneHost: 'webservices3.autotask.net',
    webHost: 'ww3.autotask.net',
    ci: 3,
    userName: `concord-api-${secretText(random, 6).toLowerCase()}@northwindcloud.com`,
    secret: `sbx${secretText(random, 22)}`,
    integrationCode: `SBX${secretText(random, 24).toUpperCase()}`,
  };
}

export function haloInstance(seed: number): HaloInstance {
  const random = new Seeded(`${String(seed)}:account:halo-1`);
  return {
    name: 'Northwind Cloud Halo',
    tenant: 'northwind',
    host: 'northwind.halopsa.com',
    clientId: random.uuid(),
    clientSecret: `${random.uuid()}-${random.uuid()}`,
  };
}

const laid = new WeakMap<World, Set<PsaOpened['id']>>();

/**
 * Lays the books of a PSA at its first use: the same customers, lines, seats and prices as ConnectWise had when the world began. The first
 * use is an event; the rows themselves follow from the world's options, so they are made again after a restart, all but what events changed.
 */
export function openPsa(world: World, which: PsaOpened['id']): void {
  const done = laid.get(world) ?? new Set();
  laid.set(world, done);
  if (done.has(which)) return;
  done.add(which);
  const books = firstBooks(world);
  const [table, rows] =
    which === 'autotask' ? (['autotaskRows', autotaskBooks(books)] as const) : (['haloRows', haloBooks(books)] as const);
  const told = keysInEvents(world, table);
  const last: Record<string, number> = {};
  for (const change of changesOf(table, rows)) {
    const [kind = '', number = ''] = change.key.split('/');
    last[kind] = Math.max(last[kind] ?? 0, Number(number));
    if (!told.has(change.key)) world.lay([change]);
  }
  if (world.tables.psaOpened.get(which) !== undefined) return;
  world.apply({
    kind: 'psa.opened',
    actor: { kind: 'system', name: which },
    cause: 'first use',
    about: { psa: which },
    changes: [put('psaOpened', { id: which, openedAt: world.now(), last })],
  });
}

const changesOf = (table: 'autotaskRows' | 'haloRows', rows: readonly (AutotaskRow | HaloRow)[]): Change[] =>
  rows.map((row) => ({ table, key: row.id, row }));

function keysInEvents(world: World, table: TableName): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const event of world.events) for (const change of event.changes) if (change.table === table) keys.add(change.key);
  return keys;
}

const bookTables: ReadonlySet<string> = new Set([
  'customers',
  'subscriptions',
  'psaCompanies',
  'psaAgreements',
  'psaAdditions',
  'psaCatalogItems',
  'psaCustomFields',
]);

function firstBooks(world: World): FirstBooks {
  const { options } = world;
  const changed = world.events.some((event) => event.changes.some((change) => bookTables.has(change.table)));
  const tables = changed ? worldAtItsBeginning(world).tables : world.tables;
  return { seed: options.seed, startsAt: options.startsAt, tables, customerOf: customerFinder(tables) };
}

/** Made again, for a moment, because what has changed since must not be seen. */
function worldAtItsBeginning({ options }: World): World {
  const world = new World(options, SandboxClock.stoppedAt(options.startsAt));
  layEstate(world);
  return world;
}

function customerFinder(tables: World['tables']): FirstBooks['customerOf'] {
  const byDomain = new Map<string, Customer>();
  const byName = new Map<string, Customer>();
  for (const [, customer] of tables.customers.entries()) {
    byDomain.set(`www.${customer.domain}`, customer);
    byName.set(customer.name.slice(0, 50), customer);
  }
  return (company) => {
    const tenantId = company.customFields.find((field) => field.fieldId === tenantField)?.value;
    return tenantId === undefined ? (byDomain.get(company.website) ?? byName.get(company.name)) : tables.customers.get(tenantId);
  };
}

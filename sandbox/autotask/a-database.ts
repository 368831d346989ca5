import { SandboxClock } from '../clock.ts';
import type { RemoteRequest } from '../remote.ts';
import { autotaskInstance } from '../world/estate/other-psas.ts';
import { layEstate } from '../world/estate.ts';
import { World, type WorldEvent } from '../world/world.ts';
import { autotask } from './routes.ts';

// For the tests of this folder: a small world whose clock stands, and calls to its database without a server.

export const startsAt = '2026-11-21T10:00:00Z';

export function aWorld(store?: { append(event: WorldEvent): void }, scale = 12): World {
  const world = new World({ seed: 7, scale, startsAt }, SandboxClock.stoppedAt(startsAt), store);
  layEstate(world);
  return world;
}

export type Row = Readonly<Record<string, unknown>>;
export type Page = { readonly items: readonly Row[]; readonly pageDetails: Row };
export type Told = { readonly status: number; readonly body: Row };

const { userName, secret, integrationCode, zoneHost } = autotaskInstance(7);
export const signedIn = { apiintegrationcode: integrationCode, username: userName, secret };

/** A path below `/ATServicesRest/V1.0`, or a whole address of an earlier answer. */
export async function ask(world: World, method: string, path: string, body?: unknown, over: Partial<RemoteRequest> = {}): Promise<Told> {
  const base = `https://${zoneHost}/ATServicesRest/V1.0`;
  const address = new URL(path.startsWith('https://') ? path : `${base}${path}`);
  const text = body === undefined ? '' : JSON.stringify(body);
  const answer = await autotask.handle(
    {
      method,
      host: zoneHost,
      path: address.pathname,
      query: address.searchParams,
      rawQuery: address.search,
      headers: signedIn,
      rawBody: Buffer.from(text),
      body: text,
      linkBase: `https://${zoneHost}`,
      linkTo: (host) => `https://${host}`,
      ...over,
    },
    world,
  );
  return { status: answer.status, body: JSON.parse(typeof answer.body === 'string' ? answer.body : '{}') as Row };
}

export async function query(world: World, entity: string, filter: readonly unknown[], more: Row = {}): Promise<Page> {
  const { body } = await ask(world, 'POST', `/${entity}/query`, { filter, ...more });
  // Every query answers a page, or the test that asked fails on its items.
  return body as Page;
}

/** All pages of a query. */
export async function all(
  world: World,
  entity: string,
  filter: readonly unknown[] = [{ op: 'gte', field: 'id', value: 0 }],
  more: Row = {},
): Promise<Row[]> {
  const rows: Row[] = [];
  let page = await query(world, entity, filter, more);
  for (;;) {
    rows.push(...page.items);
    const next = page.pageDetails['nextPageUrl'];
    if (typeof next !== 'string') return rows;
    const { body } = await ask(world, 'GET', next);
    page = body as Page;
  }
}

/** Everything that the database holds, in the order of its keys. */
export const truthOf = (world: World): string =>
  JSON.stringify(
    [...world.tables.autotaskRows.entries(), ...world.tables.haloRows.entries(), ...world.tables.psaOpened.entries()].sort(([a], [b]) =>
      a < b ? -1 : 1,
    ),
  );

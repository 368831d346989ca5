import { textOf } from '../plain-text.ts';
import { json, type RemoteAnswer, type RemoteRequest } from '../remote.ts';
import type { HaloRow } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { rowOf, rowsOf, written } from './books.ts';
import { badRequest, notFound } from './errors.ts';
import type { Resource } from './resources.ts';

const flag = (request: RemoteRequest, name: string): boolean => request.query.get(name)?.toLowerCase() === 'true';

/** Rows of a list, filtered and sorted, before paging. */
function found(request: RemoteRequest, world: World, kind: Resource): HaloRow[] {
  const rows = candidates(request, world, kind).filter((row) => fits(request, kind, row));
  const order = request.query.get('order');
  if (order === null || !kind.fields.has(order)) return rows;
  const sign = flag(request, 'orderdesc') ? -1 : 1;
  const valueOf = (row: HaloRow): unknown => (order === 'id' ? row.number : row.values[order]);
  return rows.sort((a, b) => sign * compare(valueOf(a), valueOf(b)));
}

function candidates(request: RemoteRequest, world: World, kind: Resource): HaloRow[] {
  const client = request.query.get('client_id');
  if (client === null || !kind.fields.has('client_id') || !/^[1-9]\d*$/.test(client)) return rowsOf(world, kind.name);
  return world.tables.haloRows.by('client', `${kind.name}/${client}`).sort((a, b) => a.number - b.number);
}

const compare = (a: unknown, b: unknown): number => {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const [left, right] = [typeof a === 'string' ? a.toLowerCase() : '', typeof b === 'string' ? b.toLowerCase() : ''];
  return left < right ? -1 : left > right ? 1 : 0;
};

/** Filters by the members they are called after, and those that mean something else. */
function fits(request: RemoteRequest, kind: Resource, row: HaloRow): boolean {
  return (
    !isHidden(request, kind, row) &&
    fitsMembers(request, kind, row) &&
    fitsTime(request, row) &&
    fitsKind(request, kind, row) &&
    fitsSearch(request, kind, row)
  );
}

function fitsMembers(request: RemoteRequest, kind: Resource, { values }: HaloRow): boolean {
  const clients = request.query.get('client_ids');
  if (clients !== null && kind.fields.has('client_id') && !clients.split(',').includes(textOf(values['client_id']))) return false;
  return ['contract_id', 'toplevel_id', 'licence_id', 'supplier_id', 'tenant_id'].every((name) => {
    const wanted = request.query.get(name);
    return wanted === null || wanted === '0' || !kind.fields.has(name) || textOf(values[name]).toLowerCase() === wanted.toLowerCase();
  });
}

function fitsTime(request: RemoteRequest, { values }: HaloRow): boolean {
  const since = request.query.get('lastupdatefromdate');
  return since === null || typeof values['lastmodified'] !== 'string' || Date.parse(`${values['lastmodified']}Z`) >= Date.parse(since);
}

function isHidden(request: RemoteRequest, kind: Resource, { values }: HaloRow): boolean {
  if (flag(request, 'includeinactive') || request.query.get('activeinactive') === 'all') return false;
  if (kind.name === 'SoftwareLicence') return values['is_active'] === false;
  return kind.name === 'ClientContract' ? values['active'] === false : values['inactive'] === true;
}

function fitsKind(request: RemoteRequest, kind: Resource, { values }: HaloRow): boolean {
  const { query } = request;
  if (kind.name === 'Item') {
    if (flag(request, 'recurringonly') && values['isrecurringitem'] !== true) return false;
    return !(flag(request, 'excluderecurring') && values['isrecurringitem'] === true);
  }
  if (kind.name === 'SoftwareLicence') {
    const type = query.get('licence_type');
    return type === null || textOf(values['type']) === type;
  }
  if (kind.name !== 'Client') return true;
  const domain = query.get('domain');
  const tenants = query.get('integration_tenantids');
  if (domain !== null && textOf(values['domain']).toLowerCase() !== domain.toLowerCase()) return false;
  return tenants === null || tenantsOf(values['azure_tenants']).some((id) => tenants.toLowerCase().split(',').includes(id));
}

const tenantsOf = (list: unknown): string[] =>
  Array.isArray(list)
    ? (list as readonly unknown[]).flatMap((one) =>
        typeof one === 'object' && one !== null && 'azure_tenant_id' in one ? [String(one.azure_tenant_id).toLowerCase()] : [],
      )
    : [];

function fitsSearch(request: RemoteRequest, kind: Resource, { values }: HaloRow): boolean {
  const search = request.query.get('search')?.trim().toLowerCase() ?? '';
  return search === '' || kind.searched.some((name) => textOf(values[name]).toLowerCase().includes(search));
}

/** Members that a list shows although they are details. */
function asked(request: RemoteRequest, kind: Resource): ReadonlySet<string> {
  const names = new Set<string>();
  if (kind.name === 'Client' && flag(request, 'includeazuretenants')) names.add('azure_tenants');
  if (kind.fields.has('lines') && flag(request, 'includelines')) names.add('lines');
  return names;
}

/** GET /{Resource}: everything, `count` of it, or a page with `pageinate=true`. */
export function listAnswer(request: RemoteRequest, world: World, kind: Resource): RemoteAnswer {
  const rows = found(request, world, kind);
  const names = asked(request, kind);
  const shown = (part: readonly HaloRow[]): unknown[] =>
    part.map((row) => (flag(request, 'idonly') ? { id: row.number } : written(world, row, { whole: false, with: names })));
  if (!flag(request, 'pageinate')) {
    const count = whole(request.query.get('count'), rows.length);
    if (count === undefined) return badRequest('The count is not a number.');
    return json(200, { record_count: rows.length, [kind.plural]: shown(rows.slice(0, count)) });
  }
  const size = whole(request.query.get('page_size'), 50);
  const page = whole(request.query.get('page_no'), 1);
  if (size === undefined || page === undefined || size < 1 || page < 1) return badRequest('The page is not a number.');
  const from = (page - 1) * size;
  return json(200, { page_no: page, page_size: size, record_count: rows.length, [kind.plural]: shown(rows.slice(from, from + size)) });
}

const whole = (given: string | null, otherwise: number): number | undefined =>
  given === null || given === '' ? otherwise : /^\d{1,9}$/.test(given) ? Number(given) : undefined;

/** GET /{Resource}/{id}: the bare object; lines and other details only with `includedetails=true`. */
export function oneAnswer(request: RemoteRequest, world: World, kind: Resource, id: string): RemoteAnswer {
  const row = rowOf(world, kind.name, id);
  if (row === undefined) return notFound();
  return json(200, written(world, row, { whole: flag(request, 'includedetails'), with: asked(request, kind) }));
}

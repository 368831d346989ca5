import { textOf } from '../plain-text.ts';
import type { DueDay } from '../world/due.ts';
import { licenceValues } from '../world/estate/halo-books.ts';
import { openPsa } from '../world/estate/other-psas.ts';
import { dayAt, dayMs, instantAt } from '../world/estate/times.ts';
import type { HaloRow } from '../world/types.ts';
import type { NewEvent, World } from '../world/world.ts';
import { Batch } from './batch.ts';
import { linesOf, rowOf, rowsOf } from './books.ts';
import { invoiceOnce } from './invoicing.ts';
import { noteCount } from './write.ts';

const halo = { kind: 'system', name: 'Halo' } as const;

/** Nothing happens before the first use: the books are not there. */
function isOpenAt(world: World, atMs: number): boolean {
  const opened = world.tables.psaOpened.get('halopsa');
  if (opened === undefined || Date.parse(opened.openedAt) > atMs) return false;
  openPsa(world, 'halopsa');
  return true;
}

const eventOf = (kind: string, batch: Batch): NewEvent => ({
  kind: `halo.${kind}`,
  actor: halo,
  cause: 'schedule',
  about: { psa: 'halopsa' },
  changes: batch.changes,
});

/** Every night Halo's own Microsoft integration counts licences; lines that follow one get its number, whatever somebody wrote there. */
export const haloSync: DueDay = {
  name: 'halo.sync',
  next: (afterMs, world) => {
    const hour = world.switch('halo').syncHour * 3_600_000;
    return Math.floor((afterMs - hour) / dayMs) * dayMs + dayMs + hour;
  },
  happen: (world, atMs) => {
    if (!isOpenAt(world, atMs) || world.switch('halo').sync === 'off') return [];
    const batch = new Batch(world);
    countLicences(world, batch);
    const connection = rowOf(world, 'azureadconnection', 1);
    if (connection !== undefined) batch.change(connection, { last_sync_date: instantAt(atMs).slice(0, 19) });
    return [eventOf('Synchronised', batch)];
  },
};

/** Takes over what Microsoft has now: counts, states, licences of new subscriptions; then counts the lines. */
export function countLicences(world: World, batch: Batch): void {
  const known = new Map<string, HaloRow>();
  for (const licence of rowsOf(world, 'SoftwareLicence')) {
    const id = licence.values['_subscription_id'];
    if (typeof id === 'string') known.set(id, licence);
  }
  for (const client of rowsOf(world, 'Client')) for (const tenant of tenantsOf(client)) takeTenant(world, batch, { client, tenant, known });
  for (const line of rowsOf(world, 'InvoiceDetail')) countLine(world, batch, line);
}

const tenantsOf = (client: HaloRow): string[] => {
  const list = client.values['azure_tenants'];
  const tenants: readonly unknown[] = Array.isArray(list) ? list : [];
  return tenants.flatMap((one) =>
    typeof one === 'object' && one !== null && 'azure_tenant_id' in one ? [String(one.azure_tenant_id)] : [],
  );
};

type Tenant = { readonly client: HaloRow; readonly tenant: string; readonly known: ReadonlyMap<string, HaloRow> };

function takeTenant(world: World, batch: Batch, { client, tenant, known }: Tenant): void {
  for (const subscription of world.tables.subscriptions.by('customerId', tenant)) {
    const values = licenceValues(subscription, client.number, textOf(client.values['name']));
    const before = known.get(subscription.id);
    if (before === undefined) noteCount(world, batch, undefined, batch.make('SoftwareLicence', values));
    else if (['count', 'status', 'autorenew', 'end_date'].some((name) => before.values[name] !== values[name])) {
      const { count, status, is_active, autorenew, start_date, end_date } = values;
      const after = batch.change(
        before,
        Object.fromEntries(
          Object.entries({ count, status, is_active, autorenew, start_date, end_date }).flatMap(([name, value]) =>
            value === undefined ? [] : [[name, value]],
          ),
        ),
      );
      noteCount(world, batch, before, after);
    }
  }
}

function countLine(world: World, batch: Batch, line: HaloRow): void {
  const id = line.values['_licence_id'];
  const licence = typeof id === 'number' ? batch.get('SoftwareLicence', id) : undefined;
  if (licence === undefined || rowOf(world, 'RecurringInvoice', line.values['ihid'] ?? null) === undefined) return;
  const list = line.values['quantity_licences'];
  const rule: unknown = Array.isArray(list) ? (list as readonly unknown[])[0] : undefined;
  const memberOf = (name: string): number => (typeof rule === 'object' && rule !== null ? Number(Reflect.get(rule, name) ?? 0) : 0);
  const counted = licence.values['is_active'] === false ? 0 : Number(licence.values['count'] ?? 0);
  const quantity = String(Math.max(memberOf('minimum_qty'), counted - memberOf('qty_free')));
  if (textOf(line.values['qty_order']) !== quantity) batch.change(batch.get('InvoiceDetail', line.number) ?? line, { qty_order: quantity });
}

/** On the 1st of a month the recurring invoices that are due become invoices. */
export const haloInvoices: DueDay = {
  name: 'halo.invoices',
  next: (afterMs) => {
    const from = new Date(afterMs);
    const same = Date.UTC(from.getUTCFullYear(), from.getUTCMonth(), 1, 3);
    return same > afterMs ? same : Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + 1, 1, 3);
  },
  happen: (world, atMs) => {
    if (!isOpenAt(world, atMs)) return [];
    const batch = new Batch(world);
    const day = dayAt(atMs);
    for (const header of rowsOf(world, 'RecurringInvoice')) {
      const next = header.values['nextcreationdate'];
      const isDue = typeof next === 'string' && next.slice(0, 10) <= day && linesOf(world, header.number).length > 0;
      if (isDue) invoiceOnce(batch, header, day, instantAt(atMs));
    }
    return [eventOf('Invoiced', batch)];
  },
};

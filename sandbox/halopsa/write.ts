import { isJsonObject, type JsonObject, type JsonValue } from '../../src/lib/exact-json.ts';
import { textOf } from '../plain-text.ts';
import { json, type RemoteAnswer, type RemoteRequest } from '../remote.ts';
import type { HaloRow, PlainJson } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { Batch } from './batch.ts';
import { linesOf, rowOf, rowsOf, written } from './books.ts';
import { badRequest, notFound } from './errors.ts';
import { type Resource, type ResourceName, resource } from './resources.ts';
import type { Session } from './session.ts';
import { elementsOf, idOf, readMembers } from './values.ts';

export type Call = { readonly request: RemoteRequest; readonly world: World; readonly session: Session };

/** Why an element is not taken; the whole call is refused then. */
export class Refusal extends Error {
  readonly answer: RemoteAnswer;
  constructor(answer: RemoteAnswer) {
    super('refused');
    this.answer = answer;
  }
}

const refuse = (text: string): never => {
  throw new Refusal(badRequest(text));
};

/** Carries out a call on a batch; a refusal leaves the world as it was. */
export function attempt(call: Call, event: string, work: (batch: Batch) => readonly HaloRow[]): RemoteAnswer {
  const batch = new Batch(call.world);
  let rows: readonly HaloRow[];
  try {
    rows = work(batch);
  } catch (error) {
    if (error instanceof Refusal) return error.answer;
    throw error;
  }
  const [first] = rows;
  batch.keep(event, call.session.actor, first === undefined ? {} : { resource: first.resource, id: String(first.number) });
  const answers = rows.map((row) => written(call.world, row, { whole: true }));
  return json(201, answers.length === 1 ? answers[0] : answers);
}

/** POST /{Resource}: an array; an element with an id changes that row, one without makes a new one. */
export function postAnswer(call: Call, kind: Resource): RemoteAnswer {
  const elements = elementsOf(call.request);
  if (elements === undefined) return badRequest('The body must be an array of objects.');
  return attempt(call, `${kind.name}Posted`, (batch) => elements.map((element) => takeElement(call.world, batch, kind, element)));
}

function takeElement(world: World, batch: Batch, kind: Resource, element: JsonObject): HaloRow {
  const before = existing(batch, kind.name, element);
  const told = readMembers(kind, element);
  if ('wrong' in told) return refuse(`The value of ${told.wrong} is not valid.`);
  const values = before === undefined ? { ...defaults[kind.name], ...told.values } : told.values;
  check(batch, kind.name, { ...before?.values, ...values });
  const row = before === undefined ? batch.make(kind.name, values) : batch.change(before, values);
  if (kind.name === 'RecurringInvoice' || kind.name === 'Invoice') takeLines(world, batch, row, element);
  if (kind.name === 'Item' && before !== undefined) flowPrices(world, batch, before, row);
  if (kind.name === 'Client' && before === undefined) return withSite(batch, row, element);
  if (kind.name === 'SoftwareLicence') noteCount(world, batch, before, row);
  return row;
}

/** The row that an element's id names; undefined without one. */
function existing(batch: Batch, name: ResourceName, element: JsonObject): HaloRow | undefined {
  const id = idOf(element);
  if (id === 0) return undefined;
  const row = batch.get(name, id);
  if (row === undefined) throw new Refusal(notFound());
  return row;
}

const defaults: Readonly<Partial<Record<ResourceName, Readonly<Record<string, PlainJson>>>>> = {
  Client: { toplevel_id: 1, inactive: false, azure_tenants: [], customfields: [], currencyisocode: 'USD' },
  Site: { inactive: false },
  ClientContract: { active: true, customfields: [] },
  RecurringInvoice: { is_recurring_invoice: true, currency: 'USD', period: 2, lastcreated: null, nextcreationdate: null },
  Invoice: { is_recurring_invoice: false, currency: 'USD' },
  Item: { baseprice: '0', costprice: '0', recurringprice: '0', recurringcost: '0', inactive: false, update_recurring_invoice_price: false },
  SoftwareLicence: { is_active: true, count: 0 },
};

const needed: Readonly<Partial<Record<ResourceName, readonly string[]>>> = {
  Client: ['name'],
  Site: ['name', 'client_id'],
  ClientContract: ['client_id'],
  RecurringInvoice: ['client_id'],
  Invoice: ['client_id'],
  Item: ['name'],
  SoftwareLicence: ['name'],
};

function check(batch: Batch, name: ResourceName, values: HaloRow['values']): void {
  for (const member of needed[name] ?? []) if ((values[member] ?? '') === '') refuse(`Please enter a value for ${member}.`);
  const client = values['client_id'] ?? 0;
  if (client !== 0 && needed[name]?.includes('client_id') === true && batch.get('Client', client) === undefined)
    refuse('The client does not exist.');
}

function withSite(batch: Batch, client: HaloRow, element: JsonObject): HaloRow {
  const name =
    typeof element['newclient_sitename'] === 'string' && element['newclient_sitename'] !== '' ? element['newclient_sitename'] : 'Main';
  const site = batch.make('Site', { name, client_id: client.number, client_name: client.values['name'] ?? '', inactive: false });
  return batch.change(client, { main_site_id: site.number, main_site_name: name });
}

/** A changed price of an item goes into the lines of recurring invoices when the item says so. */
function flowPrices(world: World, batch: Batch, before: HaloRow, after: HaloRow): void {
  for (const [flag, price, member] of [
    ['update_recurring_invoice_price', 'recurringprice', 'unit_price'],
    ['update_recurring_invoice_cost', 'recurringcost', 'unit_cost'],
  ] as const) {
    const value = after.values[price];
    if (after.values[flag] !== true || value === undefined || value === null || value === before.values[price]) continue;
    for (const line of rowsOf(world, 'InvoiceDetail')) {
      const isRecurring = rowOf(world, 'RecurringInvoice', line.values['ihid'] ?? null) !== undefined;
      if (line.values['_itemid'] === after.number && isRecurring)
        batch.change(batch.get('InvoiceDetail', line.number) ?? line, { [member]: value });
    }
  }
}

/** A changed count of a licence leaves a line in its history. */
export function noteCount(world: World, batch: Batch, before: HaloRow | undefined, after: HaloRow): void {
  const [was, is] = [before?.values['count'] ?? 0, after.values['count'] ?? 0];
  if (was === is) return;
  batch.make('LicenceChange', {
    licence_id: after.number,
    licence_name: after.values['name'] ?? '',
    client_id: after.values['client_id'] ?? null,
    change_date: world.now().slice(0, 19),
    old_count: was,
    new_count: is,
  });
}

const objectsIn = (value: JsonValue | undefined): readonly JsonObject[] =>
  Array.isArray(value) ? (value as readonly JsonValue[]).filter(isJsonObject) : [];

/** `lines` and `add_lines` of a header. Which of them makes a line on a header that exists is not known: the switch `halo.newLines`. */
function takeLines(world: World, batch: Batch, header: HaloRow, element: JsonObject): void {
  const rule = world.switch('halo').newLines;
  const isNew = idOf(element) === 0;
  for (const line of objectsIn(element['lines'])) {
    if (idOf(line) !== 0) changeLine(batch, line, header.number);
    else if (isNew || rule === 'both') makeLine(batch, header, line);
  }
  if (rule !== 'lines') for (const line of objectsIn(element['add_lines'])) makeLine(batch, header, line);
}

const lineKind = resource('InvoiceDetail');

function changeLine(batch: Batch, element: JsonObject, header?: number): HaloRow {
  const before = batch.get('InvoiceDetail', idOf(element));
  const ihid = element['ihid'] === undefined || element['ihid'] === null ? header : Number(textOf(element['ihid']));
  if (before === undefined || (ihid !== undefined && before.values['ihid'] !== ihid)) throw new Refusal(notFound());
  const told = readMembers(lineKind, element);
  if ('wrong' in told) return refuse(`The value of ${told.wrong} is not valid.`);
  return batch.change(before, { ...told.values, ihid: before.values['ihid'] ?? null, ...licenceOf(told.values) });
}

/** The licence that a line follows, kept beside its list so that a count finds its lines. */
function licenceOf(values: Readonly<Record<string, PlainJson>>): Readonly<Record<string, PlainJson>> {
  const list = values['quantity_licences'];
  if (!Array.isArray(list)) return {};
  const first: unknown = (list as readonly PlainJson[])[0];
  const id = typeof first === 'object' && first !== null && 'licence_id' in first ? first.licence_id : null;
  return { _licence_id: typeof id === 'number' ? id : null };
}

function makeLine(batch: Batch, header: HaloRow, element: JsonObject): HaloRow {
  const told = readMembers(lineKind, element);
  if ('wrong' in told) return refuse(`The value of ${told.wrong} is not valid.`);
  const wanted = told.values['_itemid'] ?? 0;
  const item = batch.get('Item', wanted)?.values;
  if (wanted !== 0 && item === undefined) return refuse('The item does not exist.');
  const fromItem = item === undefined ? {} : itemValues(item);
  const contract_id = header.values['contract_id'] ?? null;
  return batch.make('InvoiceDetail', {
    ...blankLine,
    ...fromItem,
    contract_id,
    ...told.values,
    ...licenceOf(told.values),
    ihid: header.number,
  });
}

const itemValues = (item: HaloRow['values']): Readonly<Record<string, PlainJson>> => ({
  item_code: item['internalreference'] ?? '',
  item_shortdescription: item['name'] ?? '',
  unit_price: item['recurringprice'] ?? '0',
  unit_cost: item['recurringcost'] ?? '0',
});

const blankLine: Readonly<Record<string, PlainJson>> = {
  item_code: '',
  item_shortdescription: '',
  unit_price: '0',
  unit_cost: '0',
  qty_order: '1',
  tax_code: 'NT',
  startdate: null,
  enddate: null,
  isinactive: false,
  quantity_licences: [],
  quantity_subscriptions: [],
  quantity_users: [],
  quantity_assets: [],
  prorata_next_invoice: false,
  prorata_data: [],
  customfields: [],
};

/** POST /RecurringInvoice/updatelines: changes lines by their id. */
export function updateLines(call: Call): RemoteAnswer {
  const elements = elementsOf(call.request);
  if (elements === undefined) return badRequest('The body must be an array of objects.');
  return attempt(call, 'LinesUpdated', (batch) => elements.map((element) => changeLine(batch, element)));
}

/** POST /RecurringInvoice/Lines: changes lines with an id, makes those without. */
export function postLines(call: Call): RemoteAnswer {
  const elements = elementsOf(call.request);
  if (elements === undefined) return badRequest('The body must be an array of objects.');
  const rule = call.world.switch('halo').newLines;
  return attempt(call, 'LinesPosted', (batch) =>
    elements.flatMap((element) => {
      if (idOf(element) !== 0) return [changeLine(batch, element)];
      const header = batch.get('RecurringInvoice', Number(textOf(element['ihid'])));
      if (header === undefined) return refuse('The recurring invoice does not exist.');
      return rule === 'add_lines' ? [] : [makeLine(batch, header, element)];
    }),
  );
}

export function deleteAnswer(call: Call, kind: Resource, id: string): RemoteAnswer {
  const { world, session } = call;
  const row = rowOf(world, kind.name, id);
  if (row === undefined) return notFound();
  const isUsed =
    (kind.name === 'Client' && world.tables.haloRows.by('client', `RecurringInvoice/${id}`).length > 0) ||
    (kind.name === 'ClientContract' && rowsOf(world, 'RecurringInvoice').some((one) => one.values['contract_id'] === row.number));
  if (isUsed) return badRequest('The record is in use and cannot be deleted.');
  const answer = written(world, row, { whole: true });
  const batch = new Batch(world);
  batch.remove(row);
  if (kind.fields.has('lines')) for (const line of linesOf(world, row.number)) batch.remove(line);
  batch.keep(`${kind.name}Deleted`, session.actor, { resource: kind.name, id });
  return json(200, answer);
}

import { sql } from 'kysely';
import { beforeEach, expect, test } from 'vitest';
import { aContext } from '../../../../test/support/context.ts';
import { aDatabase } from '../../../../test/support/database.ts';
import { aCustomer, guid } from '../../../../test/support/records.ts';
import { must } from '../../../lib/must.ts';
import { publicId } from '../../../model/ids.ts';
import { everything, inScope } from '../../../platform/db/transaction.ts';
import {
  addExternalId,
  applyCustomerPlan,
  assignSegments,
  type CustomerFilter,
  changeLabels,
  customerSyncer,
  findLabels,
  importLabels,
  listCustomers,
  listSegments,
  planMerge,
  removeExternalId,
  undoCustomerPlan,
} from '../index.ts';

const { db, owner } = await aDatabase();
const { context, clock } = aContext(db);
let [contoso, adatum, fabrikam] = ['', '', ''];

const namesOf = async (filter: CustomerFilter): Promise<string[]> =>
  (await listCustomers(context, { sort: 'name', descending: false, limit: 50, cursor: undefined, filter, count: false })).rows.map(
    ({ name }) => name,
  );
const erp = (externalId: string) => ({ system: 'erp', externalId });

beforeEach(async () => {
  await sql`truncate customer, customer_identity, customer_connection, customer_segment, customer_external_id, connection cascade`.execute(
    owner.db,
  );
  await sql`insert into connection (connection_id, kind, side, name, state, settings, identity, created_at, changed_at)
    values (${guid(900)}::uuid, 'partnerCenter', 'microsoft', 'North', 'connected', '{}', 'north', now(), now())`.execute(owner.db);
  await inScope(db, everything, (tx) =>
    customerSyncer.keep(tx, { connectionId: guid(900), seenAt: clock.now(), ids: context.ids }, [
      aCustomer(1, { name: 'Contoso', domain: 'contoso.com' }),
      aCustomer(2, { name: 'Adatum', domain: 'adatum.com' }),
      aCustomer(3, { name: 'Fabrikam', domain: 'fabrikam.com' }),
    ]),
  );
  const { rows } = await listCustomers(context, { sort: 'name', descending: false, limit: 5, cursor: undefined, filter: {}, count: false });
  const idOf = (name: string) =>
    must(
      rows.find((row) => row.name === name),
      name,
    ).customerId;
  [contoso, adatum, fabrikam] = [idOf('Contoso'), idOf('Adatum'), idOf('Fabrikam')];
});

test('a customer has many ids in a system, and an id names one customer: the other one is named', async () => {
  await addExternalId(context, contoso, erp('D-1'));
  await addExternalId(context, contoso, erp('D-2'));
  expect(await addExternalId(context, contoso, erp('D-1'))).toMatchObject({ status: 'kept', labels: { externalIds: [{}, {}] } });
  await addExternalId(context, adatum, { system: 'crm', externalId: 'D-1' });

  expect(await addExternalId(context, adatum, erp('D-1'))).toEqual({ status: 'taken', by: { customerId: contoso, name: 'Contoso' } });

  expect(await namesOf({ externalId: 'erp:D-2' })).toEqual(['Contoso']);
  expect(await namesOf({ externalId: 'ERP:D-2' })).toEqual(['Contoso']);
  expect(await namesOf({ externalId: 'erp:d-2' })).toEqual([]);
  expect(await namesOf({ externalId: `microsoftTenant:${guid(2)}` })).toEqual(['Adatum']);
});

test('of two who give the same id to two customers at once, one wins and the other is told whose it is', async () => {
  const outcomes = await Promise.all([addExternalId(context, contoso, erp('D-9')), addExternalId(context, adatum, erp('D-9'))]);

  expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['kept', 'taken']);
});

test('an id that was taken away is free for another customer', async () => {
  const kept = await addExternalId(context, contoso, erp('D-1'));
  if (kept.status !== 'kept') throw new Error(kept.status);
  const [entry] = kept.labels.externalIds;
  expect(await removeExternalId(context, adatum, must(entry, 'the entry').entryId)).toBeUndefined();

  expect(await removeExternalId(context, contoso, must(entry, 'the entry').entryId)).toMatchObject({ externalIds: [] });
  expect(await addExternalId(context, adatum, erp('D-1'))).toMatchObject({ status: 'kept' });
});

test('a segment has one spelling, whoever writes it, and the list can be filtered by it', async () => {
  await changeLabels(context, contoso, { segments: ['Gold', 'Schools'], preferredCurrency: 'EUR' });
  await assignSegments(context, { customerIds: [adatum, fabrikam], add: ['GOLD '], remove: [] });

  expect(await listSegments(context)).toEqual([
    { segment: 'Gold', customers: 3 },
    { segment: 'Schools', customers: 1 },
  ]);
  expect(await namesOf({ segments: ['gold'] })).toEqual(['Adatum', 'Contoso', 'Fabrikam']);
  expect(await namesOf({ segments: ['schools', 'nobody'] })).toEqual(['Contoso']);

  expect(await assignSegments(context, { customerIds: [adatum, contoso], add: [], remove: ['gold'] })).toEqual({ added: 0, removed: 2 });
  expect(await findLabels(context, contoso)).toMatchObject({ segments: ['Schools'], preferredCurrency: 'EUR' });
});

test('what is left out of a change stays, and a sync changes none of it', async () => {
  await changeLabels(context, contoso, { segments: ['Gold'] });
  await changeLabels(context, contoso, { preferredCurrency: 'CHF' });
  await clock.advance(1_000);
  await inScope(db, everything, (tx) =>
    customerSyncer.keep(tx, { connectionId: guid(900), seenAt: clock.now(), ids: context.ids }, [aCustomer(1, { name: 'Contoso AG' })]),
  );

  expect(await findLabels(context, contoso)).toEqual({ segments: ['Gold'], preferredCurrency: 'CHF', externalIds: [] });
  expect(await changeLabels(context, guid(77), { segments: [] })).toBeUndefined();
});

test('a file is looked at first, its good lines are kept, and once more it changes nothing', async () => {
  await addExternalId(context, adatum, erp('D-2'));
  const csv = [
    'customer,system,external_id,segments,currency',
    `contoso.com,erp,D-1,Gold|Schools,EUR`,
    `${guid(3)},erp,D-2,,`,
    `fabrikam.com,erp,D-1,,`,
    'nobody.example,erp,D-3,,',
    'adatum.com,erp,D-2,,',
  ].join('\n');

  const preview = await importLabels(context, csv, false);

  expect(preview).toMatchObject({
    changes: [{ line: 2, customerName: 'Contoso', what: 'erp D-1, segment Gold, segment Schools, currency EUR' }],
    unchanged: 1,
    problems: [
      { line: 3, column: 'external_id', sentence: 'erp D-2 is Adatum already' },
      { line: 4, column: 'external_id', sentence: expect.stringContaining('in an earlier line') as string },
      { line: 5, column: 'customer' },
    ],
  });
  expect(await findLabels(context, contoso)).toMatchObject({ segments: [], externalIds: [] });

  expect(await importLabels(context, csv, true)).toMatchObject({ applied: true, changes: preview.changes });
  expect(await findLabels(context, contoso)).toMatchObject({
    segments: ['Gold', 'Schools'],
    preferredCurrency: 'EUR',
    externalIds: [erp('D-1')],
  });
  expect(await importLabels(context, csv, true)).toMatchObject({ changes: [], unchanged: 2 });
});

test('a file of ten thousand lines is kept whole, and once more it changes nothing', async () => {
  const rows = [contoso, adatum, fabrikam].map((id) => publicId('customer', id));
  const csv = [
    'customer,system,external_id,segments,currency',
    ...Array.from({ length: 10_000 }, (_, n) => `${rows[n % 3] ?? ''},erp,D-${n},Gold,EUR`),
  ].join('\n');

  const preview = await importLabels(context, csv, false);
  expect(await importLabels(context, csv, true)).toMatchObject({ applied: true, changes: preview.changes });

  expect((await findLabels(context, contoso))?.externalIds).toHaveLength(3_334);
  expect(await importLabels(context, csv, true)).toMatchObject({ changes: [], unchanged: 10_000 });
});

test('a merge takes ids and segments along, and taking it back gives them back', async () => {
  await addExternalId(context, contoso, erp('D-1'));
  await changeLabels(context, contoso, { segments: ['Gold'] });
  await sql`update customer set retired_at = now() where customer_id = ${contoso}::uuid`.execute(owner.db);
  const planned = await planMerge(context, adatum, contoso);
  if (planned.status === 'refused') throw new Error(planned.detail);

  expect(await applyCustomerPlan(context, planned.planId)).toMatchObject({ status: 'applied' });
  expect(await findLabels(context, adatum)).toMatchObject({ segments: ['Gold'], externalIds: [erp('D-1')] });

  expect(await undoCustomerPlan(context, planned.planId)).toMatchObject({ status: 'applied' });
  expect(await findLabels(context, adatum)).toMatchObject({ segments: [], externalIds: [] });
  expect(await findLabels(context, contoso)).toMatchObject({ segments: ['Gold'], externalIds: [erp('D-1')] });
});

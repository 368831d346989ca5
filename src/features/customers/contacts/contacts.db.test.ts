import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { aBillTo } from '../../../../test/support/a-bill-to.ts';
import { aContext } from '../../../../test/support/context.ts';
import { aDatabase } from '../../../../test/support/database.ts';
import { aCustomer, guid } from '../../../../test/support/records.ts';
import { must } from '../../../lib/must.ts';
import type { BillTo } from '../../../model/bill-to.ts';
import { everything, inScope } from '../../../platform/db/transaction.ts';
import { changeFieldOwners } from '../../settings/index.ts';
import { findKnown } from '../expected/find-known.ts';
import {
  changeDetails,
  changeRecipients,
  customerSyncer,
  findContacts,
  findDetails,
  keepProfile,
  listCustomers,
  listNotOrderable,
  listProfileChanges,
} from '../index.ts';

const { db, owner } = await aDatabase();
const { context, clock } = aContext(db);
const north = guid(1);

const contoso = aBillTo();
const us = {
  country: 'US',
  isStateRequired: true,
  states: ['WA'],
  isPostalCodeRequired: true,
  isCityRequired: true,
  postalCodePattern: '^\\d{5}$',
  phonePattern: '',
  isRegistrationNumberSupported: false,
};

let customerId = '';
const reading = () => ({ connectionId: north, seenAt: clock.now(), ids: context.ids });
const keep = (more: Partial<BillTo> = {}, domains: readonly string[] = ['contoso.com', 'contoso.onmicrosoft.com'], at = reading()) =>
  inScope(db, everything, (tx) =>
    keepProfile(tx, at, {
      customerId,
      cause: 'sync',
      rules: us,
      profile: { billTo: { ...contoso, ...more }, etag: '1', registrationNumber: '', domains, resellerTenantId: '' },
    }),
  );

beforeEach(async () => {
  await sql`truncate customer_profile, customer_profile_change, customer_recipient, customer_own_field, setting, country_rule, customer, customer_identity, customer_connection,
    connection cascade`.execute(owner.db);
  await sql`insert into connection (connection_id, kind, side, name, state, settings, identity, created_at, changed_at)
    values (${north}::uuid, 'partnerCenter', 'microsoft', 'North', 'connected', '{}', 'north', now(), now())`.execute(owner.db);
  await inScope(db, everything, (tx) => customerSyncer.keep(tx, reading(), [aCustomer(1, { domain: 'contoso.onmicrosoft.com' })]));
  const { rows } = await listCustomers(context, { sort: 'name', descending: false, limit: 5, cursor: undefined, filter: {}, count: false });
  customerId = must(rows[0], 'the customer').customerId;
  await clock.advance(1_000);
});

describe('the billing profile', () => {
  test('read again changes nothing, and what changed at Microsoft is kept with what it was', async () => {
    expect([await keep(), await keep()]).toEqual(['created', 'unchanged']);
    await clock.advance(1_000);

    expect(await keep({ city: 'Seattle', postalCode: '98101' })).toBe('updated');

    expect(await listProfileChanges(context, customerId)).toMatchObject([
      { cause: 'sync', changes: { city: { before: 'Redmond', after: 'Seattle' }, postalCode: { before: '98052', after: '98101' } } },
    ]);
  });

  test('read earlier never overwrites what was read later', async () => {
    const early = reading();
    await clock.advance(1_000);
    await keep({ city: 'Seattle' });

    await keep({ city: 'Redmond' }, [], early);

    expect((await findContacts(context, customerId))?.accounts[0]?.billTo.city).toBe('Seattle');
  });

  test('that is not whole stands on the list with its fields, and goes off it when Microsoft has them', async () => {
    await keep({ phone: '', postalCode: 'A1' });
    expect(await listNotOrderable(context)).toMatchObject([
      {
        customerId,
        problems: [
          { field: 'phone', problem: 'missing' },
          { field: 'postalCode', problem: 'malformed' },
        ],
      },
    ]);
    await clock.advance(1_000);

    await keep();

    expect(await listNotOrderable(context)).toEqual([]);
  });

  test('tells all domains of a customer, so that it is known by each of them', async () => {
    await keep();

    const found = await inScope(db, everything, (tx) => findKnown(tx, { cloud: 'global', tenantId: '', domain: 'contoso.com' }));

    expect(found).toMatchObject({ status: 'known', customerId, by: 'domain' });
  });
});

describe('who gets our bills', () => {
  const wish = { name: 'Accounts', email: 'ap@contoso.com', costCentre: '', language: 'en', purchaseOrder: '', delivery: 'email' as const };

  test('is the primary contact until somebody is named, and then stays whatever Microsoft says', async () => {
    await keep();
    expect((await findContacts(context, customerId))?.recipients).toEqual([]);

    await changeRecipients(context, customerId, { act: 'add', wish });
    await clock.advance(1_000);
    await keep({ firstName: 'Bea', email: 'bea@contoso.com' });

    expect((await findContacts(context, customerId))?.recipients).toMatchObject([{ name: 'Accounts', email: 'ap@contoso.com' }]);
  });

  test('may be several, each for a cost centre', async () => {
    await changeRecipients(context, customerId, { act: 'add', wish });
    await changeRecipients(context, customerId, { act: 'add', wish: { ...wish, name: 'Plant', costCentre: '4711' } });

    expect((await findContacts(context, customerId))?.recipients.map(({ costCentre }) => costCentre)).toEqual(['', '4711']);
  });

  test('is nobody twice: the same bill goes to the same place once', async () => {
    const add = (more: Partial<typeof wish>) => changeRecipients(context, customerId, { act: 'add', wish: { ...wish, ...more } });
    const first = await add({});
    const plant = await add({ costCentre: '4711' });
    const twice = { status: 'refused', because: 'there_already' };

    expect([first.status, plant.status, await add({ name: 'Bea', email: 'AP@contoso.com' })]).toEqual(['kept', 'kept', twice]);
    expect([(await add({ email: '' })).status, (await add({ email: '', name: 'Bea' })).status, await add({ email: '' })]).toEqual([
      'kept',
      'kept',
      twice,
    ]);

    const recipients = (await findContacts(context, customerId))?.recipients ?? [];
    const { recipientId, version } = must(
      recipients.find(({ costCentre }) => costCentre === '4711'),
      'the plant',
    );
    const change = (more: Partial<typeof wish>) =>
      changeRecipients(context, customerId, { act: 'change', recipientId, version, wish: { ...wish, ...more } });
    expect([await change({}), (await change({ costCentre: '4711', name: 'Plant' })).status]).toEqual([twice, 'kept']);
  });

  test('is not changed over the head of somebody who changed it first', async () => {
    const added = await changeRecipients(context, customerId, { act: 'add', wish });
    const recipientId = added.status === 'kept' ? must(added.recipients[0], 'the recipient').recipientId : '';
    const change = (name: string) =>
      changeRecipients(context, customerId, { act: 'change', recipientId, version: 1, wish: { ...wish, name } });

    expect([(await change('One')).status, await change('Two')]).toEqual(['kept', { status: 'refused', because: 'changed_since' }]);
    expect((await changeRecipients(context, customerId, { act: 'remove', recipientId })).status).toBe('kept');
    expect((await findContacts(context, customerId))?.recipients).toEqual([]);
  });
});

describe('whose a field is', () => {
  const detail = async (field: string) => (await findDetails(context, customerId))?.find((each) => each.field === field);

  test('nothing of Microsoft’s is changed here alone: the refusal says why, and nothing of the change is kept', async () => {
    await keep();
    expect(await detail('city')).toMatchObject({ owner: 'microsoft', origin: 'microsoft', value: 'Redmond', change: 'plan' });
    expect(await detail('name')).toMatchObject({
      owner: 'locked',
      change: 'none',
      because: expect.stringContaining('Microsoft') as unknown,
    });
    await changeFieldOwners(context, { owners: { phone: 'ours' }, version: 0 });

    expect(await changeDetails(context, customerId, { phone: '1', city: 'Seattle' })).toMatchObject({
      status: 'refused',
      fields: [{ field: 'city' }],
    });
    expect(await detail('phone')).toMatchObject({ value: '4255555555', own: null });
  });

  test('what we keep in a field of ours survives a sync that brings something else, and a change of the owner', async () => {
    await keep();
    await changeFieldOwners(context, { owners: { phone: 'ours', registrationNumber: 'ours' }, version: 0 });
    await changeDetails(context, customerId, { phone: '030 1', registrationNumber: 'HRB 7' });

    await clock.advance(1_000);
    await keep({ phone: '4250000000' });
    expect(await detail('phone')).toMatchObject({ value: '030 1', origin: 'here', note: 'movedAtMicrosoft', atMicrosoft: '4250000000' });
    expect(await detail('registrationNumber')).toMatchObject({ value: 'HRB 7', origin: 'here' });

    expect(await changeFieldOwners(context, { owners: { phone: 'microsoft' }, version: 0 })).toMatchObject({ status: 'changed_since' });
    await changeFieldOwners(context, { owners: { phone: 'microsoft' }, version: 1 });
    expect(await detail('phone')).toMatchObject({ value: '4250000000', own: { value: '030 1' }, note: 'setAside' });
    expect(await changeDetails(context, customerId, { phone: null })).toMatchObject({ status: 'kept' });
    expect(await detail('phone')).toMatchObject({ own: null, note: null });
    const { rows } = await sql<{
      action: string;
    }>`select action from audit_event where action like 'fieldOwners.%' or action like 'customer.details%'
      order by seq desc limit 3`.execute(owner.db);
    expect(rows.map(({ action }) => action)).toEqual(['customer.detailsChanged', 'fieldOwners.changed', 'customer.detailsChanged']);
  });
});

import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { aContext } from '../../../test/support/context.ts';
import { aDatabase } from '../../../test/support/database.ts';
import { aDirectory } from '../../../test/support/fake-directory.ts';
import { aMarketplace } from '../../../test/support/fake-remotes.ts';
import { aCustomer, guid } from '../../../test/support/records.ts';
import { must } from '../../lib/must.ts';
import { proofOf } from '../../model/registration.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import { customerSyncer, listExpected } from '../customers/index.ts';
import { decideRegistration, isOpen, listRegistrations, lookAtRegistration, openRegistration, proveDomain, register } from './index.ts';

const { db, owner } = await aDatabase();
const marketplace = aMarketplace();
const directory = aDirectory(() => marketplace.state.customers);
/** The name service of this test; undefined: no name server answers. */
let names: Map<string, readonly string[]> | undefined = new Map();
const { context, clock } = aContext(db, {
  openRemote: () => ({ ...marketplace, directory }),
  txtRecords: (name) => Promise.resolve(names === undefined ? undefined : (names.get(name) ?? [])),
});
const north = guid(1);
const contoso = {
  ...{ company: 'Contoso Ltd', domain: 'contoso.com', contact: 'Ana Bow', email: 'ana@contoso.com', country: 'US', note: '' },
};

/** One after the other: a minute lies between two. */
const registered = async (more: Partial<typeof contoso> = {}): Promise<string> => {
  await clock.advance(60_000);
  const outcome = await register(context, { ...contoso, ...more });
  if (outcome.status !== 'registered') throw new Error(outcome.because);
  return outcome.token;
};
const first = async () => must((await listRegistrations(context, undefined)).registrations[0], 'a registration');
const stateAt = async (token: string) => (await lookAtRegistration(context, token))?.state;

beforeEach(async () => {
  marketplace.state.customers = [];
  names = new Map();
  await sql`truncate registration, setting, expected_customer, customer, customer_identity, customer_connection, connection cascade`.execute(
    owner.db,
  );
  const settings = { kind: 'partnerCenter', cloud: 'global', partnerType: 'directBill', tenantId: north, clientId: 'app' };
  await sql`insert into connection (connection_id, kind, side, name, state, settings, identity, secrets, created_at, changed_at)
    values (${north}::uuid, 'partnerCenter', 'microsoft', 'North', 'connected', ${JSON.stringify(settings)}::jsonb, 'x', null, now(), now())`.execute(
    owner.db,
  );
  await openRegistration(context, true);
});

test('the form is closed until somebody opens it, and can be closed again', async () => {
  await openRegistration(context, false);
  expect(await register(context, contoso)).toEqual({ status: 'refused', because: 'closed' });
  await sql`delete from setting`.execute(owner.db);

  expect(await isOpen(db)).toBe(false);
});

test('whoever registers learns nothing of whom we know, and we see it at once', async () => {
  marketplace.state.customers = [aCustomer(7)];
  await inScope(db, everything, (tx) =>
    customerSyncer.keep(tx, { connectionId: north, seenAt: context.clock.now(), ids: context.ids }, [aCustomer(7)]),
  );

  const [stranger, known] = [await registered(), await registered({ domain: 'customer7.com' })];

  const [one, other] = [await lookAtRegistration(context, stranger), await lookAtRegistration(context, known)];
  expect([one?.state, other?.state]).toEqual(['pending', 'pending']);
  const { registrations } = await listRegistrations(context, ['pending']);
  expect(registrations.map(({ domain, known: as }) => [domain, as === undefined])).toEqual([
    ['customer7.com', false],
    ['contoso.com', true],
  ]);
});

test('two of the same domain are told apart by us', async () => {
  await registered();
  await registered({ company: 'Contoso of somebody else' });

  expect((await listRegistrations(context, undefined)).registrations.map(({ sameDomain }) => sameDomain)).toEqual([1, 1]);
});

describe('the domain', () => {
  test('is proved by its TXT record, and stays proved when the record is taken away', async () => {
    const token = await registered();
    const { challenge } = await first();
    const { name, value } = proofOf('contoso.com', challenge);
    expect(name).toBe('_concord.contoso.com');
    names = new Map([[name, ['v=spf1 -all', 'concord-domain=of-somebody-else']]]);
    expect(await proveDomain(context, { token })).toMatchObject({
      registration: { provedAt: null, checkedAt: expect.anything() as unknown },
    });

    names = new Map([[name, ['v=spf1 -all', value]]]);
    expect(await proveDomain(context, { token })).toMatchObject({ registration: { provedAt: expect.anything() as unknown } });
    names = new Map();

    expect((await proveDomain(context, { token })).status).toBe('looked');
    expect((await first()).provedAt).not.toBeNull();
  });

  test('is not disproved by name servers that do not answer', async () => {
    const token = await registered();
    names = undefined;

    expect(await proveDomain(context, { token })).toEqual({ status: 'refused', because: 'no_answer' });
    expect((await first()).checkedAt).toBeNull();
  });

  test('of a link that nobody gave out is not looked for', async () => {
    expect(await proveDomain(context, { token: 'a-token-of-nobody-at-all' })).toEqual({ status: 'refused', because: 'not_found' });
  });
});

describe('deciding', () => {
  test('an approved company is expected as one that registered itself, once', async () => {
    const token = await registered();
    const { registrationId } = await first();

    const decided = await decideRegistration(context, registrationId, { action: 'approve', connectionId: north });

    expect(decided).toMatchObject({ status: 'decided', registration: { state: 'approved', customerId: null } });
    expect(await listExpected(context, ['waiting'])).toMatchObject([
      { name: 'Contoso Ltd', domain: 'contoso.com', origin: 'selfRegistered' },
    ]);
    expect(await stateAt(token)).toBe('approved');
    expect(await decideRegistration(context, registrationId, { action: 'refuse', reason: 'too late' })).toEqual({
      ...{ status: 'refused', because: 'conflict' },
    });
  });

  test('one that is at Partner Center already is linked, not made a second time', async () => {
    marketplace.state.customers = [aCustomer(7)];
    await registered({ domain: 'customer7.com' });
    const { registrationId } = await first();

    const decided = await decideRegistration(context, registrationId, { action: 'approve', connectionId: north });

    expect(decided).toMatchObject({ registration: { state: 'approved', customerId: expect.any(String) as unknown, expectedId: null } });
  });

  test('one that is a customer or expected already is not entered again and still waits', async () => {
    await registered();
    await decideRegistration(context, (await first()).registrationId, { action: 'approve', connectionId: north });
    const token = await registered();

    const again = await decideRegistration(context, (await first()).registrationId, { action: 'approve', connectionId: north });

    expect(again).toMatchObject({ status: 'notEntered', why: { status: 'awaited' } });
    expect(await stateAt(token)).toBe('pending');
  });

  test('a refused company reads why', async () => {
    const token = await registered();
    await decideRegistration(context, (await first()).registrationId, { action: 'refuse', reason: 'We sell in Europe only' });

    expect(await lookAtRegistration(context, token)).toMatchObject({ state: 'refused', reason: 'We sell in Europe only' });
  });
});

test('a flood of registrations fills no disk', async () => {
  await sql`insert into registration (registration_id, token_hash, company, domain, contact, email, country, note, state, challenge, reason, created_at, changed_at)
    select gen_random_uuid(), n::text, 'x', 'x.com', '', '', 'US', '', 'pending', '', '', now(), now() from generate_series(1, 500) n`.execute(
    owner.db,
  );

  expect(await register(context, contoso)).toEqual({ status: 'refused', because: 'too_many' });
});

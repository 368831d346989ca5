import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { customerActs } from '../../acts/customers.ts';
import type { Switches } from '../../world/switches.ts';
import { put } from '../../world/world.ts';
import { appOnly, type Opened, openSandbox } from '../open-sandbox.ts';
import { hasValidAgreement } from './state.ts';

let sandbox: Opened;
let customerId = '';
beforeAll(async () => {
  sandbox = await openSandbox();
  customerId = sandbox.world.tables.relationships.by('accountId', sandbox.account.id)[0]?.customerId ?? '';
});
afterAll(() => sandbox.close());

const turn = (over: Partial<Switches['agreements']>) =>
  sandbox.world.apply({
    kind: 'switches.changed',
    actor: { kind: 'control', name: 'test' },
    cause: 'test',
    changes: [put('switches', { id: 'agreements', value: { ...sandbox.world.switch('agreements'), ...over } })],
  });
const path = () => `/v1/customers/${customerId}/agreements`;
const wanted = (over: object = {}) => ({
  primaryContact: { firstName: 'Tania', lastName: 'Carr', email: 'someone@example.com', phoneNumber: '1234567890' },
  templateId: '117a77b0-9360-443b-8795-c6dedc750cf9',
  dateAgreed: '2026-06-14T00:00:00.000Z',
  type: 'MicrosoftCustomerAgreement',
  ...over,
});
const confirm = (body: unknown) => sandbox.ask(path(), { method: 'POST', body });
const customer = () => {
  const row = sandbox.world.tables.customers.get(customerId);
  if (row === undefined) throw new Error('no customer');
  return row;
};

describe('metadata', () => {
  test('the cloud agreement when nothing is asked, the customer agreement by its name, all by *', async () => {
    const items = async (query: string) =>
      ((await sandbox.ask(`/v1/agreements${query}`)).body as { items: { agreementType: string }[] }).items.map(
        (item) => item.agreementType,
      );

    expect(await items('')).toEqual(['MicrosoftCloudAgreement']);
    expect(await items('?agreementType=MicrosoftCustomerAgreement')).toEqual(['MicrosoftCustomerAgreement']);
    expect((await items('?agreementType=*')).length).toBe(2);
  });

  test('the text is linked in the languages of the country, for five minutes', async () => {
    const base = '/v1/agreementtemplates/117a77b0-9360-443b-8795-c6dedc750cf9/document';
    const answer = await sandbox.ask(`${base}?language=de-DE&country=DE`);
    const { displayUri } = answer.body as { displayUri: string };

    expect(answer).toMatchObject({ status: 200, body: { language: 'de-DE', country: 'DE' } });
    expect((await fetch(displayUri)).status).toBe(200);
    sandbox.world.clock.step(6 * 60_000);
    expect((await fetch(displayUri)).status).toBe(403);
    expect((await sandbox.ask(`${base}?language=de-de&country=DE`)).status).toBe(400);
  });
});

describe('the old way', () => {
  test('a confirmation is kept, shown, and not taken twice', async () => {
    turn({ model: 'old' });

    const answer = await confirm(wanted());

    expect(answer).toMatchObject({ status: 201, body: { ...wanted(), userId: sandbox.account.users[0]?.objectId } });
    expect(await confirm(wanted())).toMatchObject({ status: 400, body: { code: 600061, isRetryable: false, parameters: {} } });
    const { body } = await sandbox.ask(path());
    expect(body).toMatchObject({
      items: expect.arrayContaining([expect.objectContaining({ dateAgreed: '2026-06-14T00:00:00' })]) as unknown,
    });
  });

  test.each([
    ['another type', { type: 'Other' }],
    ['a day to come', { dateAgreed: '2030-01-01T00:00:00Z' }],
    ['no contact', { primaryContact: {} }],
    ['an unknown template', { templateId: 'x' }],
  ])('%s is refused', async (_, over) => {
    const before = sandbox.world.events.length;

    expect(await confirm(wanted(over))).toMatchObject({ status: 400, body: { code: 3000 } });
    expect(sandbox.world.events.length).toBe(before);
  });
});

test("a caller whose clock runs a minute ahead may say 'now'", async () => {
  const dateAgreed = sandbox.world.clock.now().add({ minutes: 1 }).toString();
  const primaryContact = { firstName: 'Ada', lastName: 'Early', email: 'ada@example.com' };
  expect((await confirm(wanted({ dateAgreed, primaryContact }))).status).toBe(201);
});

describe('the enhanced way, which holds from 2026 on', () => {
  test('the plain confirmation is refused; an attestation that the customer accepted on its page becomes an agreement', async () => {
    turn({ model: 'byDate' });
    const contact = { firstName: 'Ana', lastName: 'Silva', email: 'ana@example.com' };
    const asked = { country: 'US', language: 'en-US', companyName: 'Contoso', signatoryFirstName: 'Ana', signatoryLastName: 'Silva' };

    const plain = await confirm(wanted({ primaryContact: contact }));
    const made = await sandbox.ask('/v1/attestations/enhanced', { method: 'POST', body: asked, token: sandbox.token(appOnly) });
    const { attestationId } = made.body as { attestationId: string };
    const early = await confirm(wanted({ primaryContact: contact, attestationId }));
    const page = await fetch(`${sandbox.url}/cdn.partner.microsoft.com/mca/?attestationid=${attestationId}`, { method: 'POST' });
    const done = await confirm(wanted({ primaryContact: contact, attestationId }));

    expect(plain).toMatchObject({ status: 400, body: { code: 800042 } });
    expect(made.status).toBe(201);
    expect(early.status).toBe(400);
    expect(await page.text()).toContain('Contoso has accepted');
    expect(done.status).toBe(201);
  });

  test('an indirect reseller cannot attest', async () => {
    const reseller = await openSandbox(1);
    const body = { country: 'US', language: 'en-US', companyName: 'A', signatoryFirstName: 'B', signatoryLastName: 'C' };

    expect(await reseller.ask('/v1/attestations/enhanced', { method: 'POST', body })).toMatchObject({ status: 403 });
    await reseller.close();
  });
});

test('the customer signs himself: the status says so, and he may be sold to', async () => {
  const made = { ...customer(), id: sandbox.world.newId(), madeByApi: true as const };
  sandbox.world.apply({ kind: 'test.made', actor: { kind: 'system', name: 'test' }, cause: 'test', changes: [put('customers', made)] });
  const relationship = sandbox.world.tables.relationships.get(`${sandbox.account.id}:${customerId}`);
  if (relationship === undefined) throw new Error('no relationship');
  const row = { ...relationship, id: `${sandbox.account.id}:${made.id}`, customerId: made.id };
  sandbox.world.apply({ kind: 'test.made', actor: { kind: 'system', name: 'test' }, cause: 'test', changes: [put('relationships', row)] });
  const status = async () => (await sandbox.ask(`/v1/customers/${made.id}/directSignedMicrosoftCustomerAgreementStatus`)).body;

  expect(await status()).toEqual({ isSigned: false });
  expect(hasValidAgreement(sandbox.world, sandbox.account.id, made)).toBe(false);
  customerActs['customer.signAgreement']?.(sandbox.world, { customer: made.id });
  expect(await status()).toEqual({ isSigned: true });
  expect(hasValidAgreement(sandbox.world, sandbox.account.id, made)).toBe(true);
});

test('customers of the estate were confirmed before, and may be sold to', () => {
  for (const { customerId: id } of sandbox.world.tables.relationships.by('accountId', sandbox.account.id)) {
    const row = sandbox.world.tables.customers.get(id);
    if (row !== undefined && row.madeByApi !== true) expect(hasValidAgreement(sandbox.world, sandbox.account.id, row)).toBe(true);
  }
});

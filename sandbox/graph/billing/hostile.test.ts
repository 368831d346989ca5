import { gunzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { invoicesOf } from '../../ledger/invoices.ts';
import { turn } from '../../proof/stage.ts';
import { aSandbox, type TestSandbox } from '../../testing.ts';
import { defaultSwitches, type SwitchInput } from '../../world/switches.ts';
import { anExport, type Exported, type Manifest } from './an-export.ts';

let box: TestSandbox;
let partner: Exported;

beforeAll(async () => {
  box = await aSandbox();
  box.sandbox.world.clock.stop();
  partner = anExport(box, 'pc-1');
});
afterAll(async () => box.sandbox.close());
afterEach(async () => {
  await turn(box, 'billingExport', defaultSwitches.billingExport);
});

const invoice = (account = 'pc-1'): string => invoicesOf(box.sandbox.world, account).at(-1)?.id ?? '';
const set = (members: SwitchInput['billingExport']): Promise<unknown> => turn(box, 'billingExport', members ?? {});
const rows = (): number => box.sandbox.world.tables.billingExports.size;
const lines = async (manifest: Manifest) => partner.linesIn(manifest);

describe('an export that is asked for badly', () => {
  it.each<[string, string, unknown, number, string]>([
    ['broken JSON', '/reconciliation/billed/export', '{"invoiceId":', 400, 'BadRequest'],
    ['no invoice', '/reconciliation/billed/export', { attributeSet: 'full' }, 400, 'BadRequest'],
    ['a list', '/usage/billed/export', [], 400, 'BadRequest'],
    ['an attribute set of its own', '/usage/billed/export', { invoiceId: 'G1', attributeSet: 'huge' }, 400, 'BadRequest'],
    ['no currency', '/usage/unbilled/export', { billingPeriod: 'current' }, 400, 'BadRequest'],
    ['a month of its own', '/reconciliation/unbilled/export', { currencyCode: 'USD', billingPeriod: '2026-10' }, 400, 'BadRequest'],
    ['a number as currency', '/reconciliation/unbilled/export', { currencyCode: 840, billingPeriod: 'last' }, 400, 'BadRequest'],
    ['an unknown invoice', '/reconciliation/billed/export', { invoiceId: 'G999999999' }, 404, 'ResourceNotFound'],
    ['an unknown path', '/reconciliation/closed/export', { invoiceId: 'G999999999' }, 404, 'ResourceNotFound'],
  ])('is refused in the form of Graph and kept nowhere: %s', async (_, path, body, status, code) => {
    const before = rows();
    const answer = await partner.ask(path, body);
    expect(answer).toMatchObject({ status, body: { error: { code } } });
    expect(answer.body).toHaveProperty('error.innerError.request-id');
    expect(rows()).toBe(before);
  });

  it('is refused for the invoice of another partner, and without a token', async () => {
    expect((await partner.ask('/reconciliation/billed/export', { invoiceId: invoice('pc-3') })).status).toBe(404);
    const address = `${box.url}/graph.microsoft.com/v1.0/reports/partners/billing/operations/1`;
    expect((await fetch(address)).status).toBe(401);
    expect((await partner.get(address)).status).toBe(404);
  });

  it('takes members in any casing', async () => {
    expect((await partner.ask('/reconciliation/billed/export', { InvoiceId: invoice(), AttributeSet: 'Basic' })).status).toBe(202);
    expect((await partner.ask('/usage/unbilled/export', { CurrencyCode: 'usd', billingperiod: 'Last' })).status).toBe(202);
  });

  it('shows operation and manifest to nobody else', async () => {
    const asked = await partner.ask('/reconciliation/billed/export', { invoiceId: invoice() });
    box.sandbox.world.clock.step(6000);
    const at = asked.headers.get('location') ?? '';
    const link = String((await partner.get(at)).body['resourceLocation@odata.navigationLink']);
    const other = anExport(box, 'pc-3');
    expect((await other.get(at)).status).toBe(404);
    expect((await other.get(link)).status).toBe(404);
    expect((await partner.get(link)).status).toBe(200);
  });

  it('has no manifest before it is done, and is gone when its links are too old', async () => {
    const asked = await partner.ask('/reconciliation/billed/export', { invoiceId: invoice() });
    const at = asked.headers.get('location') ?? '';
    const id = box.sandbox.world.tables.billingExports.all().at(-1)?.manifestId ?? '';
    const link = at.replace(/operations\/.*$/, `manifests/${id}`);
    expect((await partner.get(link)).status).toBe(404);
    box.sandbox.world.clock.step(31 * 86_400_000);
    expect(await partner.get(at)).toMatchObject({ status: 410, body: { error: { code: 'Gone' } } });
    expect((await partner.get(link)).status).toBe(410);
  });

  it('needs the permission to read billing, of a person or of the app', async () => {
    const scope = (permission: string) => `https://graph.microsoft.com/${permission}`;
    const post = async (bearer: string): Promise<number> => {
      const address = `${box.url}/graph.microsoft.com/v1.0/reports/partners/billing/reconciliation/unbilled/export`;
      const body = JSON.stringify({ currencyCode: 'USD', billingPeriod: 'current' });
      return (await fetch(address, { method: 'POST', headers: { authorization: `Bearer ${bearer}` }, body })).status;
    };
    const { body: credentials } = await box.get('credentials');
    const { partnerAccounts } = credentials as {
      readonly partnerAccounts: readonly { readonly id: string; readonly refreshToken: string }[];
    };
    const refreshToken = partnerAccounts.find(({ id }) => id === 'pc-1')?.refreshToken ?? '';
    const person = async (permission: string): Promise<string> => {
      const fields = { grant_type: 'refresh_token', refresh_token: refreshToken, scope: scope(permission) };
      return String((await box.token('pc-1', fields, 'v2')).body['access_token']);
    };
    expect(await post(await person('User.Read'))).toBe(403);
    expect(await post(await person('PartnerBilling.Read.All'))).toBe(202);
    const app = await box.token('pc-1', { grant_type: 'client_credentials', scope: scope('.default') }, 'v2');
    expect(await post(String(app.body['access_token']))).toBe(202);
  });

  it('does not exist in the national clouds', async () => {
    const bearer = await box.bearer('pc-4', 'https://graph.microsoft.us');
    const address = `${box.url}/graph.microsoft.us/v1.0/reports/partners/billing/usage/unbilled/export`;
    const answer = await fetch(address, { method: 'POST', headers: { authorization: `Bearer ${bearer}` }, body: '{}' });
    expect(answer.status).toBe(404);
  });
});

describe('the switches of an export', () => {
  it('turn operation and manifest into the other documented forms', async () => {
    await set({
      statusText: 'completed',
      manifest: 'inline',
      partition: 'ItemCount',
      linesPerBlob: 20,
      blobListedTwice: true,
      dataFormat: 'compressedJSONLines',
    });
    const asked = await partner.ask('/reconciliation/billed/export', { invoiceId: invoice() });
    box.sandbox.world.clock.step(6000);
    const { body } = await partner.get(asked.headers.get('location') ?? '');
    expect(body).toMatchObject({
      status: 'completed',
      resourceLocation: { partitionType: 'ItemCount', dataFormat: 'compressedJSONLines' },
    });
    expect(body).not.toHaveProperty('resourceLocation@odata.navigationLink');
    // The inline form has the manifest's own members.
    const manifest = body['resourceLocation'] as Manifest & {
      readonly blobs: readonly { readonly itemCount: number; readonly sizeInBytes: number }[];
    };
    const first = manifest.blobs[0];
    expect(first).toMatchObject({ partitionValue: '1', itemCount: 20 });
    expect(manifest.blobs.at(-1)).toEqual(first);
    expect(await partner.bytes(manifest, 0)).toHaveLength(first?.sizeInBytes ?? 0);
  });

  it('turn the lines into what other readers tell of', async () => {
    await set({
      columns: 48,
      amounts: 'eighteenDecimals',
      guardedNumbers: true,
      chargeType: 'mixed',
      byteOrderMark: true,
      multiMember: true,
    });
    const manifest = await partner.manifest(invoice());
    const bytes = await partner.bytes(manifest, 0);
    expect(bytes.toString('latin1').split('\u{1f}\u{8b}\u{8}').length).toBeGreaterThan(2);
    expect(gunzipSync(bytes).toString().startsWith('\u{feff}{')).toBe(true);
    const [line, other] = await lines(manifest);
    expect(Object.keys(line ?? {})).toHaveLength(48);
    expect(line).toHaveProperty('ProductCategory');
    expect(line).not.toHaveProperty('AlternateId');
    expect(line).toMatchObject({ TaxTotal: '0E-20', MPNID: expect.stringMatching(/^'\d+$/) as unknown });
    expect(String(line?.['Total'])).toMatch(/^-?\d+\.\d{18}$/);
    expect([line, other].map((one) => /^[A-Z]/.test(String(one?.['ChargeType'])))).toEqual([false, true]);
  });

  it('leave the reduced set of basic to those who want it', async () => {
    const body = { invoiceId: invoice(), attributeSet: 'basic' };
    const full = await partner.export('/reconciliation/billed/export', body);
    await set({ reconciliationBasic: 'reduced' });
    const reduced = await partner.export('/reconciliation/billed/export', body);
    expect(Object.keys(full[0] ?? {})).toHaveLength(46);
    expect(reduced[0]).not.toHaveProperty('AvailabilityId');
    expect(reduced).toHaveLength(full.length);
  });

  it('publish an invoice again under other names and with another eTag', async () => {
    const before = await partner.manifest(invoice());
    await set({ republished: 1 });
    const after = await partner.manifest(invoice());
    expect(after.eTag).not.toBe(before.eTag);
    expect(after.blobs[0]?.name).not.toBe(before.blobs[0]?.name);
    expect((await partner.bytes(before, 0)).equals(await partner.bytes(after, 0))).toBe(true);
    await set({ republished: 2, renamedOnRepublish: false });
    const [third, fourth] = [await partner.manifest(invoice()), await partner.manifest(invoice())];
    expect(third.blobs).toEqual(fourth.blobs);
  });

  it('let the export of an unknown invoice fail as one without data', async () => {
    await set({ unknownInvoice: 'failedOperation' });
    const asked = await partner.ask('/usage/billed/export', { invoiceId: 'G999999999' });
    expect(asked.status).toBe(202);
    box.sandbox.world.clock.step(6000);
    expect((await partner.get(asked.headers.get('location') ?? '')).body).toMatchObject({ status: 'failed', error: { code: '5000' } });
  });

  it('hold the usage of a new month back until the last invoice is ready', async () => {
    const provider = anExport(box, 'pc-3');
    const nowMs = box.sandbox.world.clock.nowMs();
    const next = new Date(nowMs);
    box.sandbox.world.clock.step(Date.UTC(next.getUTCFullYear(), next.getUTCMonth() + 1, 4) - nowMs);
    const body = { currencyCode: 'USD', billingPeriod: 'current' };
    expect((await provider.export('/usage/unbilled/export', body)).length).toBeGreaterThan(0);
    await set({ usageHeldUntilInvoice: true });
    await expect(provider.export('/usage/unbilled/export', body)).rejects.toThrow('5000');
    const last = await provider.export('/usage/unbilled/export', { ...body, billingPeriod: 'last' });
    expect(last.length).toBeGreaterThan(100);
  });
});

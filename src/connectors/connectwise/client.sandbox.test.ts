import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aWorldOfRemotes, type Remotes, readAll } from '../../../test/support/world-of-remotes.ts';
import { must } from '../../lib/must.ts';
import type { PsaCorrection } from '../../model/difference.ts';
import type { PsaLine } from '../../model/psa.ts';
import type { Psa, PsaWrite } from '../ports.ts';

const today = Temporal.Now.plainDateISO('UTC').toString();
let remotes: Remotes;
let psa: Psa;
beforeAll(async () => {
  remotes = await aWorldOfRemotes();
  psa = remotes.psa();
});
afterAll(() => remotes.close());

const additions = '/{codebase}/apis/3.0/finance/agreements/{id}/additions';
type Rule = { readonly match: object; readonly do: object };
const fault = ({ match, ...rule }: Rule): Promise<unknown> =>
  remotes.control('faults', { match: { remote: 'connectwise', ...match }, times: 1, ...rule });

let pool: PsaLine[];
beforeAll(async () => {
  const { items: agreements } = await readAll(psa.agreements());
  const lines: PsaLine[] = [];
  for (const agreement of agreements) lines.push(...(await psa.lines(agreement)).items);
  pool = lines.filter(({ fromOn = '', cancelledOn, vendorSubscriptionId }) => {
    return fromOn < today && cancelledOn === undefined && vendorSubscriptionId !== undefined;
  });
});

/** An open line that no other test touches. */
function aLine(): PsaLine {
  const line = pool.shift();
  if (line === undefined) throw new Error('The sandbox has no line left');
  return line;
}

const write = (correction: PsaCorrection, effectiveOn?: string): PsaWrite => ({ correction, effectiveOn, reference: 'cmd' });
const ids = (line: PsaLine) => ({ connectionId: 'connectwise', agreementRemoteId: line.agreementRemoteId, lineRemoteId: line.remoteId });
const setQuantity = (line: PsaLine, to: string): PsaCorrection => ({ action: 'setQuantity', ...ids(line), from: line.quantity, to });
/** A line without when and by whom it was last written: that moves with every correction. */
const bare = (line: PsaLine | undefined): object => {
  const { changed: _bookkeeping, ...written } = must(line, 'a line');
  return written;
};
const now = (line: PsaLine): Promise<PsaLine | undefined> => psa.readLine(line.agreementRemoteId, line.remoteId);

describe('reading the books', () => {
  test('companies come with tenant id, domain and currency, and all of them', async () => {
    const { items, quarantined, pages } = await readAll(psa.accounts());

    expect(items).toHaveLength(12);
    expect(quarantined).toEqual([]);
    expect(pages[0]?.total).toBe(12);
    expect(items.filter((account) => account.tenantIds.length === 1).length).toBeGreaterThan(6);
    expect(items[0]).toMatchObject({ active: true, currency: 'USD' });
  });

  test('agreements say how often they bill and from when a change may be dated', async () => {
    const { items } = await readAll(psa.agreements());

    expect(items[0]).toMatchObject({
      active: true,
      cycleMonths: 1,
      currency: 'USD',
      nextInvoiceOn: expect.stringMatching(/^\d{4}-\d\d-01$/) as string,
    });
  });

  test('lines carry exact amounts and the subscription they were sold for', () => {
    const line = aLine();

    expect(line.unitPrice).toMatch(/^\d+(\.\d+)?$/);
    expect(line.vendorSubscriptionId).toMatch(/^[0-9a-f-]{36}$/);
    expect(line.isBilled).toBe(true);
  });

  test('services name the product and SKU of Microsoft', async () => {
    const { items } = await readAll(psa.services());

    expect(items.every((service) => /^[A-Z0-9]{12}:[A-Z0-9]{4}:/.test(service.microsoftKey ?? ''))).toBe(true);
  });

  test('a list goes on from the place where a run stopped', async () => {
    const [page] = (await readAll(psa.accounts())).pages;
    const third = page?.items[2]?.remoteId;

    const { items } = await readAll(psa.accounts(third));

    expect(items.map((account) => account.remoteId)).toEqual(page?.items.slice(3).map((account) => account.remoteId));
  });

  test('a place of another list is refused, so that the list starts anew', async () => {
    await expect(readAll(psa.accounts('not-a-number'))).rejects.toMatchObject({ code: 'cursor_expired' });
  });

  test('one record that cannot be read stops only itself', async () => {
    await fault({
      match: { pathTemplate: '/{codebase}/apis/3.0/procurement/catalog' },
      do: { bodyMutation: { kind: 'nullField', field: 'identifier' } },
    });

    const { items, quarantined } = await readAll(psa.services());

    expect(quarantined.length).toBeGreaterThan(0);
    expect(quarantined[0]?.reason).toContain('identifier');
    expect(quarantined[0]?.raw).toContain('"identifier":null');
    expect(items.length + quarantined.length).toBeGreaterThan(50);
  });

  test('after an upgrade of ConnectWise its new address is found', async () => {
    const old = remotes.psa({ clientId: (remotes.credentials.psas[0]?.clientId ?? '').toUpperCase() });
    await fault({ match: { pathTemplate: '/login/companyinfo/{id}' }, do: { status: 200, body: { Codebase: 'v2017_3/' } } });

    expect((await readAll(old.accounts())).items).toHaveLength(12);
  });
});

describe('a correction', () => {
  test('sets the quantity at once and is taken back', async () => {
    const line = aLine();
    const wanted = write(setQuantity(line, '77'));
    expect(await psa.lookUp(wanted)).toEqual({ found: 'notApplied' });

    const done = await psa.write(wanted);

    expect(await now(line)).toMatchObject({ quantity: '77', unitPrice: line.unitPrice });
    expect(await psa.lookUp(wanted)).toEqual({ found: 'applied', remoteIds: [line.remoteId] });
    for (const undo of done.undo) await psa.write(write(undo));
    expect(bare(await now(line))).toEqual(bare(line));
  });

  test('from a day on ends the line the day before and starts a copy with the new quantity', async () => {
    const line = aLine();
    const wanted = write(setQuantity(line, '5'), today);

    const done = await psa.write(wanted);

    const [, added = ''] = done.remoteIds;
    const yesterday = Temporal.PlainDate.from(today).subtract({ days: 1 }).toString();
    expect(await now(line)).toMatchObject({ cancelledOn: yesterday, quantity: line.quantity });
    expect(await psa.readLine(line.agreementRemoteId, added)).toMatchObject({
      quantity: '5',
      fromOn: today,
      unitPrice: line.unitPrice,
      unitCost: line.unitCost,
      serviceRemoteId: line.serviceRemoteId,
      description: line.description,
      vendorSubscriptionId: line.vendorSubscriptionId,
    });
    expect(await psa.lookUp(wanted)).toEqual({ found: 'applied', remoteIds: [line.remoteId, added] });
  });

  test('whose second half is refused puts the old line back: nobody stays unbilled', async () => {
    const line = aLine();
    const refusal = {
      code: 'InvalidObject',
      message: 'no',
      errors: [{ code: 'InvalidField', message: 'The period is closed.', field: 'effectiveDate' }],
    };
    await fault({ match: { method: 'POST', pathTemplate: additions }, do: { status: 400, body: refusal } });

    await expect(psa.write(write(setQuantity(line, '5'), today))).rejects.toMatchObject({
      code: 'remote_rejected',
      kind: 'permanent',
      facts: { remoteCode: 'InvalidObject', hint: 'ConnectWise says: The period is closed.' },
    });

    expect(bare(await now(line))).toEqual(bare(line));
  });

  test('whose answer is lost is sent once, and the look-up finds that it was done', async () => {
    const line = aLine();
    const wanted = write(setQuantity(line, '6'), today);
    await fault({ match: { method: 'POST', pathTemplate: additions }, do: { resetAfterProcessing: true } });

    await expect(psa.write(wanted)).rejects.toMatchObject({ kind: 'unknown_outcome' });

    const found = await psa.lookUp(wanted);
    expect(found).toMatchObject({ found: 'applied' });
    expect(found.found === 'applied' && found.remoteIds).toHaveLength(2);
  });

  test('whose answer is lost before it was carried out is found not applied, and may be sent again', async () => {
    const line = aLine();
    const wanted = write(setQuantity(line, '6'), today);
    await fault({ match: { method: 'POST', pathTemplate: additions }, do: { resetBefore: true } });

    await expect(psa.write(wanted)).rejects.toMatchObject({ kind: 'unknown_outcome' });
    expect(await psa.lookUp(wanted)).toEqual({ found: 'notApplied' });

    await psa.write(wanted);
    expect(await psa.lookUp(wanted)).toMatchObject({ found: 'applied' });
  });

  test('a server error of a write is never repeated by itself', async () => {
    const line = aLine();
    const before = (await remotes.calls('connectwise')).filter((call) => call.method === 'PATCH').length;
    await fault({ match: { method: 'PATCH' }, do: { status: 503 } });

    await expect(psa.write(write(setQuantity(line, '9')))).rejects.toMatchObject({ kind: 'unknown_outcome' });

    expect((await remotes.calls('connectwise')).filter((call) => call.method === 'PATCH')).toHaveLength(before + 1);
    expect((await now(line))?.quantity).toBe(line.quantity);
  });

  test('ends a line today, and opens it again', async () => {
    const line = aLine();
    const wanted = write({ action: 'endLine', ...ids(line), quantity: line.quantity });

    const done = await psa.write(wanted);
    expect((await now(line))?.cancelledOn).toBe(today);
    expect(await psa.lookUp(wanted)).toMatchObject({ found: 'applied' });

    for (const undo of done.undo) await psa.write(write(undo));
    expect(bare(await now(line))).toEqual(bare(line));
  });

  test('adds the line that was never billed, with the subscription in its custom field, and ends it again', async () => {
    const line = aLine();
    const vendorSubscriptionId = '11111111-2222-4333-8444-555555555555';
    const wanted = write({
      action: 'addLine',
      connectionId: 'connectwise',
      agreementRemoteId: line.agreementRemoteId,
      serviceRemoteId: line.serviceRemoteId,
      quantity: '3',
      unitPrice: '22.50',
      unitCost: '17.605',
      vendorSubscriptionId,
      description: 'Microsoft 365 Business Premium',
    });
    expect(await psa.lookUp(wanted)).toEqual({ found: 'notApplied' });

    const { remoteIds, undo } = await psa.write(wanted);

    const added = await psa.readLine(line.agreementRemoteId, remoteIds[0] ?? '');
    expect(added).toMatchObject({
      quantity: '3',
      unitPrice: '22.5',
      unitCost: '17.605',
      fromOn: today,
      vendorSubscriptionId,
      isBilled: true,
    });
    expect(await psa.lookUp(wanted)).toEqual({ found: 'applied', remoteIds });
    for (const back of undo) await psa.write(write(back));
    expect((await psa.readLine(line.agreementRemoteId, remoteIds[0] ?? ''))?.cancelledOn).toBe(today);
  });

  test('changes the service without losing price, text or tax, and back', async () => {
    const line = aLine();
    const { items: services } = await readAll(psa.services());
    const other = services.find((service) => service.remoteId !== line.serviceRemoteId);
    const wanted = write({
      action: 'replaceService',
      ...ids(line),
      fromServiceRemoteId: line.serviceRemoteId,
      toServiceRemoteId: other?.remoteId ?? '',
      quantity: line.quantity,
      unitPrice: '31.10',
      unitCost: '25',
    });

    const done = await psa.write(wanted);

    expect(await now(line)).toMatchObject({
      serviceRemoteId: other?.remoteId,
      unitPrice: '31.1',
      unitCost: '25',
      description: line.description,
    });
    expect(await psa.lookUp(wanted)).toMatchObject({ found: 'applied' });
    for (const undo of done.undo) await psa.write(write(undo));
    expect(await now(line)).toMatchObject({ serviceRemoteId: line.serviceRemoteId, unitPrice: line.unitPrice, unitCost: line.unitCost });
  });

  test('sets the price and back', async () => {
    const line = aLine();
    const done = await psa.write(write({ action: 'setPrice', ...ids(line), from: line.unitPrice, to: '19.995' }));

    expect((await now(line))?.unitPrice).toBe('19.995');
    for (const undo of done.undo) await psa.write(write(undo));
    expect(bare(await now(line))).toEqual(bare(line));
  });

  test('of a line that is gone says so', async () => {
    const line = aLine();
    const gone = { ...line, remoteId: '999999' };

    expect(await now(gone)).toBeUndefined();
    await expect(psa.write(write({ action: 'endLine', ...ids(gone), quantity: '1' }))).rejects.toMatchObject({ code: 'line_missing' });
    expect(await psa.lookUp(write(setQuantity(gone, '1')))).toEqual({ found: 'undecidable', candidates: [] });
  });
});

describe('verify connectivity', () => {
  test('passes every check, in order', async () => {
    const probes = await psa.verify();

    expect(probes.map(({ name, outcome }) => [name, outcome])).toEqual([
      ['address', 'passed'],
      ['sign-in', 'passed'],
      ['companies', 'passed'],
      ['agreements', 'passed'],
      ['product catalogue', 'passed'],
    ]);
  });

  test('names an unknown company, wrong keys and a wrong client id, and skips what depends on them', async () => {
    const unknown = await remotes.psa({ companyId: 'nobody' }).verify();
    expect(unknown[0]).toMatchObject({ outcome: 'failed', code: 'company_unknown' });
    expect(unknown.slice(1).every((probe) => probe.outcome === 'skipped')).toBe(true);

    const keys = await remotes.psa({ privateKey: 'wrong' }).verify();
    expect(keys[1]).toMatchObject({ outcome: 'failed', code: 'wrong_keys', hint: expect.stringContaining('private key') as string });
    expect(keys[2]?.outcome).toBe('skipped');

    expect((await remotes.psa({ clientId: 'wrong' }).verify())[1]).toMatchObject({ outcome: 'failed', code: 'wrong_client_id' });
  });
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { problemOf } from '../../test/support/ask.ts';
import { aPersonOf, type SignedIn } from '../../test/support/make.ts';
import { guid } from '../../test/support/records.ts';
import { aServer } from '../../test/support/serve.ts';
import { aJob } from '../../test/support/watched-job.ts';
import { createOpenRemote } from '../connectors/registry.ts';
import { verifyConnection } from '../features/connections/index.ts';
import { importChargesJob, readFilesOf } from '../features/distributor-files/index.ts';
import { runSync } from '../features/sync/index.ts';
import { VirtualClock } from '../lib/clock.ts';
import { idOf, idSchema, publicId } from '../model/ids.ts';
import { createBlobStore } from '../platform/blobs/blob-store.ts';
import { everything, inScope } from '../platform/db/transaction.ts';
import type { HttpClient } from '../platform/http/call.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'concord-distributor-files-'));
const blobs = createBlobStore(folder);
/** No host is called: everything comes from the files. */
const nobody: HttpClient = { call: () => Promise.reject(new Error('A distributor by file calls nobody')) } as never;
const { call, url, context, clock } = await aServer({
  change: (made) => {
    const openRemote = createOpenRemote({ http: nobody, clock: made.clock, readFiles: readFilesOf({ db: made.db, blobs }) });
    return { ...made, blobs, openRemote };
  },
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

let owner: SignedIn;
let operator: SignedIn;
let connectionId = '';
beforeAll(async () => {
  owner = await aPersonOf(context, 'owner');
  operator = await aPersonOf(context, 'operator');
});

async function upload(text: string, to: string = connectionId, as: SignedIn = owner) {
  const form = new FormData();
  if (text !== '') form.append('files', new Blob([text]), 'november.csv');
  const answer = await fetch(`${url}/api/v1/distributor-files?connectionId=${to}`, {
    method: 'POST',
    body: form,
    headers: { cookie: as.cookie, 'x-csrf-token': as.csrf },
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

type Preview = {
  readonly token: string;
  readonly missing: readonly (readonly string[])[];
  readonly effects: unknown;
  readonly problems: readonly unknown[];
  readonly subscriptions: readonly Readonly<Record<string, unknown>>[];
  readonly columns: Readonly<Record<string, string>>;
  readonly asOf: string;
};
const look = async (file: string, body: object = {}) =>
  (await call('POST', `/distributor-files/${file}/preview`, { as: owner, body })).body as Preview;
const apply = (file: string, body: object) => call('POST', `/distributor-files/${file}/apply`, { as: owner, body });
async function importOf(file: string, body: object) {
  expect((await apply(file, body)).status).toBe(202);
  return importChargesJob.run(context, { fileId: idSchema('distributorFile').parse(file) }, aJob());
}
const files = async () =>
  ((await call('GET', `/connections/${connectionId}/distributor-files`, { as: owner })).body as { data: object[] }).data;

const november = 'Vertrag;Kunde;Artikel;Menge;Einkauf\r\nS-1;Contoso;Premium;25;18,70\r\nS-2;Adatum;Premium;3;18,70\r\n';
const columns = { subscriptionId: 'Vertrag', accountName: 'Kunde', productName: 'Artikel', seats: 'Menge', unitCost: 'Einkauf' };
let november1 = '';

describe('a distributor by file over REST', () => {
  test('is added like every other one, without secrets, and waits for its first file', async () => {
    const body = { name: 'Also', settings: { kind: 'distributorFile', distributor: 'ALSO Cloud', currency: 'EUR' }, secrets: {} };
    const added = await call('POST', '/connections', { as: owner, body });

    expect([added.status, added.body]).toMatchObject([201, { kind: 'distributorFile', side: 'distributor', state: 'draft' }]);
    connectionId = (added.body as { id: string }).id;
    const again = await call('POST', '/connections', {
      as: owner,
      body: { ...body, name: 'Also 2', settings: { ...body.settings, distributor: 'also cloud' } },
    });
    expect(problemOf(again).code).toBe('duplicate');
  });

  test('takes a file as it is and says which columns it could not find', async () => {
    const { status, body } = await upload(november);
    november1 = String(body['id']);

    expect([status, body]).toMatchObject([201, { name: 'november.csv', applied: null, isInUse: false }]);
    const seen = await look(november1);
    expect(seen.missing).toContainEqual(['name']);
    expect(problemOf(await apply(november1, { token: seen.token }))).toMatchObject({ code: 'file_unusable' });
  });

  test('reads it with the columns that a person assigned, shows what it would do, and applies just that', async () => {
    const seen = await look(november1, { kind: 'subscriptions', columns, asOf: '2026-11-20' });

    expect(seen).toMatchObject({
      missing: [],
      problems: [],
      asOf: '2026-11-20T23:59:59Z',
      effects: { subscriptions: { create: 2, change: 0, gone: 0, unchanged: 0 }, customers: { create: 2 } },
      subscriptions: [{ remoteId: 'S-1', seats: 25, unitCost: '18.7', currency: 'EUR' }, {}],
    });
    expect(problemOf(await apply(november1, { kind: 'subscriptions', columns, token: 'other' })).code).toBe('precondition_failed');
    expect(problemOf(await apply(november1, { kind: 'subscriptions', columns, asOf: '2026-12-24', token: seen.token })).code).toBe(
      'invalid',
    );
    const applied = await apply(november1, { kind: 'subscriptions', columns, asOf: '2026-11-20', token: seen.token });
    expect([applied.status, applied.body]).toMatchObject([202, { jobId: expect.stringMatching(/^job_/) as string }]);

    const id = idSchema('connection').parse(connectionId);
    expect(await runSync(context, { connectionId: id, reach: 'full' }, aJob())).toMatchObject({ result: { state: 'completed' } });
    expect((await call('GET', `/connections/${connectionId}`, { as: owner })).body).toMatchObject({
      state: 'connected',
      counts: { accounts: 2, products: 1, subscriptions: 2 },
      lastSuccessAt: '2026-11-20T23:59:59Z', // what the file is of, not when it was read
    });
    expect(await files()).toMatchObject([
      { id: november1, isInUse: true, applied: { kind: 'subscriptions', effects: { subscriptions: { create: 2 } } } },
    ]);
  });

  test('reads the next file with the same columns, and knows the same file again', async () => {
    const { body } = await upload(november.replace(';25;', ';27;'));
    const seen = await look(String(body['id']));

    expect(seen).toMatchObject({ missing: [], columns, effects: { subscriptions: { create: 0, change: 1, gone: 0, unchanged: 1 } } });
    expect((await upload(november)).body).toMatchObject({ id: november1 });
    expect(await files()).toHaveLength(2);
  });

  test('has its invoices from a file of charges: looked at, tied to the total that is said, and imported as their next versions', async () => {
    const lines =
      'Vertrag;Kunde;Artikel;Von;Bis;Menge;Betrag\r\nS-1;Contoso;Premium;01.11.2026;30.11.2026;25;467,50\r\n;Adatum;Set-up;;;1;x\r\n';
    const chosen = {
      ...{ subscriptionId: 'Vertrag', accountName: 'Kunde', productName: 'Artikel', startsOn: 'Von', endsOn: 'Bis' },
      ...{ quantity: 'Menge', amount: 'Betrag' },
    };
    const file = String((await upload(lines)).body['id']);
    const wish = { kind: 'charges', columns: chosen };
    expect(await look(file, wish)).toMatchObject({ missing: [['invoiceNumber']], badLines: 1, problems: [{ line: 3, column: 'Betrag' }] });

    const named = { ...wish, invoice: { number: 'R-11', total: '467.50' } };
    const seen = await look(file, named);
    expect(seen).toMatchObject({ missing: [], invoices: [{ number: 'R-11', period: '2026-11', lines: 2, periods: 1, isKnown: false }] });
    expect(await importOf(file, { ...named, token: seen.token })).toMatchObject({ result: { state: 'notTying', version: 1 } });
    expect((await call('GET', `/connections/${connectionId}`, { as: owner })).body).toMatchObject({ counts: { subscriptions: 2 } });

    const right = String((await upload(lines.replace('x\r\n', '20,00\r\n').concat('Summe;;;;;;487,50'))).body['id']);
    const next = { kind: 'charges', invoice: { number: 'R-11' } };
    const second = await look(right, next);
    expect(second).toMatchObject({ badLines: 0, columns: chosen, invoices: [{ control: '487.5', isKnown: true }] });
    expect(await importOf(right, { ...next, token: second.token })).toMatchObject({ result: { state: 'published', version: 2, lines: 2 } });
    expect(await files()).toMatchObject([{ applied: { kind: 'charges', effects: { charges: { invoices: 1, lines: 2 } } } }, {}, {}, {}]);
    expect((await look(right, next)) as unknown).toMatchObject({ isInUse: true });
  });

  test.each([
    ['books', november.replace(';25;', ';31;'), { kind: 'subscriptions' }],
    [
      'charges',
      'Vertrag;Kunde;Artikel;Von;Bis;Menge;Betrag\r\nS-1;Contoso;Premium;01.11.2026;30.11.2026;25;467,50\r\n',
      { kind: 'charges', invoice: { number: 'R-12' } },
    ],
  ])('takes a file of %s that is applied twice at once as one job, and names it to both', async (_name, text, wish) => {
    await clock.advance(60_000);
    const file = String((await upload(text)).body['id']);
    const { token } = await look(file, wish);
    const jobsNow = async () => (await inScope(context.db, everything, (tx) => tx.selectFrom('job').select('job_id').execute())).length;
    const before = await jobsNow();

    const answers = await Promise.all([1, 2, 3].map(() => apply(file, { ...wish, token })));
    const late = await apply(file, { ...wish, token });

    expect([...answers, late].map(({ status }) => status)).toEqual([202, 202, 202, 202]);
    expect(new Set([...answers, late].map(({ body }) => (body as { jobId: string }).jobId)).size).toBe(1);
    expect(await jobsNow()).toBe(before + 1);
    expect(problemOf(await apply(file, { ...wish, asOf: '2026-11-19', token })).code).toBe('precondition_failed');
  });

  test('is degraded when its newest file is too old, and everything else goes on', async () => {
    const later = new VirtualClock('2027-01-15T09:00:00Z');
    const old = createOpenRemote({ http: nobody, clock: later, readFiles: readFilesOf(context) });

    await verifyConnection({ ...context, clock: later, openRemote: old }, idSchema('connection').parse(connectionId));

    expect((await call('GET', `/connections/${connectionId}`, { as: owner })).body).toMatchObject({ state: 'degraded', reason: 'fileOld' });
  });

  test('is for those who may change connections, and for its own kind of connection', async () => {
    expect((await upload(november, connectionId, operator)).body).toMatchObject({ code: 'forbidden' });
    expect((await upload(november, publicId('connection', guid(77)))).body).toMatchObject({ code: 'not_found' });
    expect((await upload('')).body).toMatchObject({ code: 'file_unusable' });
    expect(
      (await call('GET', `/connections/${publicId('connection', idOf('connection', guid(77)))}/distributor-files`, { as: owner })).status,
    ).toBe(404);
    expect(
      problemOf(await call('POST', `/distributor-files/${publicId('distributorFile', guid(5))}/preview`, { as: owner, body: {} })).code,
    ).toBe('not_found');
  });
});

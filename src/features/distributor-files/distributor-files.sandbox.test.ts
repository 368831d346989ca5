import { afterAll, describe, expect, test } from 'vitest';
import { handle } from '../../../test/support/compared-estate.ts';
import { aContext } from '../../../test/support/context.ts';
import { aDatabase } from '../../../test/support/database.ts';
import { aFolder } from '../../../test/support/folder.ts';
import { aJob } from '../../../test/support/watched-job.ts';
import { aWorldOfRemotes, readAll } from '../../../test/support/world-of-remotes.ts';
import type { OpenRemote } from '../../connectors/ports.ts';
import { csvRecord } from '../../lib/csv.ts';
import { must } from '../../lib/must.ts';
import { createClock } from '../../platform/clock.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import { addConnection, findConnection } from '../connections/index.ts';
import { runReconciliation } from '../reconciliation/run.ts';
import { listSyncProblems, runSync, startSync } from '../sync/index.ts';
import { applyFile, previewFile, readFilesOf, receiveFile } from './index.ts';

const { db } = await aDatabase();
const remotes = await aWorldOfRemotes({ scale: 25 });
afterAll(() => remotes.close());

const late: { open?: OpenRemote } = {};
const { context: made } = aContext(db, {
  openRemote: (connection) => must(late.open, 'a registry')(connection),
  blobFolder: aFolder(),
});
const context = {
  ...made,
  clock: createClock(),
  actor: { ...made.actor, kind: 'person' as const, personId: '00000000-0000-7000-8000-0000000000aa' },
};
late.open = remotes.another({ readFiles: readFilesOf(context) });

const connect = async (given: Parameters<typeof addConnection>[1]): Promise<string> => {
  const outcome = await addConnection(context, given);
  if (outcome.status !== 'added') throw new Error(outcome.because);
  return outcome.connection.connectionId;
};
let jobs = 0;
const read = (connectionId: string) =>
  runSync(context, { connectionId, reach: 'full' }, aJob(`00000000-0000-7000-8000-0000000001${String((jobs += 1)).padStart(2, '0')}`));

for (const [index, { tenantId, clientId, clientSecret, refreshToken }] of remotes.credentials.partnerAccounts.entries())
  await read(
    await connect({
      name: `Partner Center ${index}`,
      settings: { kind: 'partnerCenter', cloud: 'global', partnerType: 'directBill', tenantId, clientId },
      secrets: { clientSecret, refreshToken },
    }),
  );
const byFile = await connect({ name: 'Also', settings: { kind: 'distributorFile', distributor: 'Also', currency: 'USD' }, secrets: {} });

// What Pax8 would tell of the same estate, as its portal exports it.
const { items: accounts } = await readAll(remotes.distributor().accounts());
const { items: supplied } = await readAll(remotes.distributor().subscriptions());
const nameOf = new Map(accounts.map((account) => [account.remoteId, account]));
const heading = [
  'Subscription Number',
  'Customer Number',
  'Customer Name',
  'Tenant Id',
  'Microsoft Subscription Id',
  'Product Number',
  'Product Name',
  'Term',
  'Billing Frequency',
  'Quantity',
  'Status',
  'Unit Cost',
  'Currency',
  'Remark',
];
type Supplied = (typeof supplied)[number];
const lineOf = (each: Supplied, seats = each.seats): string => {
  const account = nameOf.get(each.accountRemoteId);
  return csvRecord([
    each.remoteId,
    each.accountRemoteId,
    account?.name ?? '',
    account?.tenantIds[0] ?? '',
    each.microsoftId ?? '',
    each.productRemoteId,
    each.productName,
    each.term === 'none' ? '' : each.term,
    each.frequency === 'none' ? '' : each.frequency,
    String(seats),
    each.remoteStatus,
    each.unitCost ?? '',
    each.currency ?? '',
    'kept in the file',
  ]);
};
const upload = async (lines: readonly string[], name = 'export.csv'): Promise<string> => {
  const outcome = await receiveFile(context, byFile, { name, content: bytesOf(csvRecord(heading) + lines.join('')) });
  if (outcome.status !== 'received') throw new Error(outcome.because);
  return outcome.file.fileId;
};
async function* bytesOf(text: string): AsyncGenerator<Buffer> {
  yield await Promise.resolve(Buffer.from(text));
}
const preview = async (fileId: string) => must(await previewFile(context, fileId, {}), 'a preview');
const take = async (fileId: string, acceptGone = false) => applyFile(context, fileId, { token: (await preview(fileId)).token, acceptGone });
const differences = async () => {
  await runReconciliation(context, handle());
  return inScope(db, everything, (tx) =>
    tx
      .selectFrom('difference')
      .select(['kind', 'state', 'finding'])
      .where('kind', '=', 'quantity_mismatch_distributor')
      .where('state', '=', 'open')
      .execute(),
  );
};
const alive = (table: 'account' | 'distributor_subscription') =>
  inScope(db, everything, (tx) =>
    tx.selectFrom(table).select(['remote_id']).where('connection_id', '=', byFile).where('retired_at', 'is', null).execute(),
  );

describe('a distributor by file', () => {
  test('is a draft until its first file, and nobody reads it by itself', async () => {
    expect(await findConnection(context, byFile)).toMatchObject({ state: 'draft', side: 'distributor', secretsSet: [] });
    const started = await startSync({ ...context, actor: made.actor }, {});
    expect(started).toMatchObject({ status: 'started', jobs: [{}, {}] });
  });

  test('shows what a file would do before anything of it counts', async () => {
    const seen = await preview(await upload(supplied.map((each) => lineOf(each))));

    expect(seen).toMatchObject({ kind: 'subscriptions', missing: [], badLines: 0, unread: ['Remark'], losesMany: false, isInUse: false });
    expect(seen.effects.subscriptions).toEqual({ create: supplied.length, change: 0, gone: 0, unchanged: 0 });
    expect(await alive('distributor_subscription')).toEqual([]);
  });

  test('that was applied is mapped and compared like one that is read by itself', async () => {
    const fileId = await upload(supplied.map((each) => lineOf(each)));
    expect(await take(fileId)).toMatchObject({ status: 'applied' });
    expect(await read(byFile)).toMatchObject({ result: { state: 'completed' } });

    expect(await findConnection(context, byFile)).toMatchObject({ state: 'connected', counts: { subscriptions: supplied.length } });
    expect(await listSyncProblems(context)).toEqual([]);
    const mapped = await inScope(db, everything, (tx) =>
      tx.selectFrom('account_mapping').select('mapping_id').where('connection_id', '=', byFile).where('state', '=', 'mapped').execute(),
    );
    expect(mapped.length).toBeGreaterThan(10);
    expect(await take(fileId)).toEqual({ status: 'applied', jobId: undefined });
  });

  test('has the differences that its file has, and a whole file replaces the one before', async () => {
    const before = (await differences()).length;
    const sold = must(
      supplied.find(
        ({ microsoftId, status, term, seats }) => microsoftId !== undefined && status === 'active' && term !== 'none' && seats > 0,
      ),
      'a subscription',
    );
    const rest = supplied.filter(({ remoteId }) => remoteId !== sold.remoteId);
    const gone = must(rest.at(-1), 'another one');
    const next = await upload([lineOf(sold, sold.seats + 3), ...rest.slice(0, -1).map((each) => lineOf(each))]);

    expect((await preview(next)).effects.subscriptions).toEqual({ create: 0, change: 1, gone: 1, unchanged: supplied.length - 2 });
    await take(next);
    await read(byFile);

    const found = await differences();
    expect(found.length).toBeGreaterThan(before - 1);
    expect(JSON.stringify(found)).toContain(sold.remoteId);
    expect((await alive('distributor_subscription')).map(({ remote_id }) => remote_id)).not.toContain(gone.remoteId);
  });

  test('that would lose more than half asks first, and then believes the person who looked', async () => {
    const few = await upload(supplied.slice(0, 5).map((each) => lineOf(each)));

    expect(await take(few)).toMatchObject({ status: 'refused', because: 'losesMany' });
    expect(await take(few, true)).toMatchObject({ status: 'applied' });
    await read(byFile);
    expect(await alive('distributor_subscription')).toHaveLength(5);
  });

  test('removes nothing while a line cannot be read, and names it', async () => {
    const bad = await upload([
      lineOf(must(supplied[0], 'one')),
      csvRecord(['1.2E+15', '1', 'Contoso', '', '', '', 'P', '', '', '5', '', '', '', '']),
    ]);
    const seen = await preview(bad);

    expect(seen).toMatchObject({ badLines: 1, problems: [{ line: 3, column: 'Subscription Number' }] });
    await take(bad, true);
    await read(byFile);
    expect(await alive('distributor_subscription')).toHaveLength(5);
  });

  test('refuses a file of which nothing can be taken, and a preview that another file overtook', async () => {
    const empty = await upload([]);
    expect(await take(empty)).toMatchObject({ status: 'refused', because: 'unreadable' });

    const one = await upload(supplied.slice(0, 6).map((each) => lineOf(each)));
    const { token } = await preview(one);
    await take(await upload(supplied.slice(0, 7).map((each) => lineOf(each))), true);
    expect(await applyFile(context, one, { token, acceptGone: true })).toEqual({ status: 'refused', because: 'stale' });
  });
});

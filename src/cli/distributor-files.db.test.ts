import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { aFolder } from '../../test/support/folder.ts';
import { aKeyOf, aPersonOf } from '../../test/support/make.ts';
import { aServer } from '../../test/support/serve.ts';
import { createOpenRemote } from '../connectors/registry.ts';
import { addConnection } from '../features/connections/index.ts';
import { readFilesOf } from '../features/distributor-files/index.ts';
import { publicId } from '../model/ids.ts';
import { Permission } from '../model/person.ts';
import { createBlobStore } from '../platform/blobs/blob-store.ts';
import { runCli } from './main.ts';
import { exitCodes } from './output.ts';
import type { System } from './system.ts';

const folder = aFolder();
const blobs = createBlobStore(join(folder, 'blobs'));
const { context, url } = await aServer({
  change: (made) => ({
    ...made,
    blobs,
    openRemote: createOpenRemote({ http: {} as never, clock: made.clock, readFiles: readFilesOf({ db: made.db, blobs }) }),
  }),
});
const { personId } = await aPersonOf(context, 'owner');
const token = await aKeyOf(context, personId, Permission.options);
const added = await addConnection(context, {
  name: 'Also',
  settings: { kind: 'distributorFile', distributor: 'Also', currency: 'EUR' },
  secrets: {},
});
const id = added.status === 'added' ? publicId('connection', added.connection.connectionId) : '';

const fileOf = (name: string, ...lines: readonly string[]): string => {
  writeFileSync(join(folder, name), lines.join('\n'));
  return join(folder, name);
};

async function concord(...args: readonly string[]) {
  let [out, err] = ['', ''];
  const code = await runCli(['connections', ...args], {
    system: {} as System, // starts nothing on this machine
    io: { out: (text) => void (out += text), err: (text) => void (err += text), isTerminal: false },
    env: { CONCORD_URL: url, CONCORD_TOKEN: token },
    cwd: folder,
    nowMs: () => 0,
  });
  return { code, out, err };
}

const heading = 'Subscription ID,Customer,Artikel,Seats,Unit Cost,Note';

test('a file is shown first, with what is missing and how to say it', async () => {
  const { code, err } = await concord('upload', id, fileOf('a.csv', heading, 'S-1,Contoso,Premium,5,10.00,x'));

  expect([code, err]).toEqual([exitCodes.withErrors, expect.stringContaining('--column productName=HEADING') as string]);
});

test('applied with its columns named it is in use, and the next one needs no names', async () => {
  const first = await concord(
    'upload',
    id,
    fileOf('a.csv', heading, 'S-1,Contoso,Premium,5,10.00,x'),
    '--column',
    'productName=Artikel',
    '--apply',
  );
  expect([first.code, first.err]).toEqual([0, expect.stringContaining('it is read by job_') as string]);
  expect(first.out).toContain('subscriptions: 1 new, 0 changed, 0 gone, 0 unchanged');

  const next = await concord('upload', id, fileOf('b.csv', heading, 'S-1,Contoso,Premium,6,10.00,x'), '--as-of', '2026-11-20');
  expect([next.code, next.out]).toEqual([0, expect.stringContaining('subscriptions: 0 new, 1 changed, 0 gone, 0 unchanged') as string]);
  expect(next.out).toContain('Kept and not read: Note');

  const { out } = await concord('files', id, '--json');
  expect(JSON.parse(out)).toMatchObject([
    { name: 'b.csv', isInUse: false, applied: null },
    { name: 'a.csv', isInUse: true },
  ]);
});

test('with a line that cannot be taken nothing is applied, and the line is named', async () => {
  const { code, err } = await concord(
    'upload',
    id,
    fileOf('c.csv', heading, 'S-1,Contoso,Premium,many,10.00,x', 'S-2,Adatum,Premium,1,1.00,'),
    '--apply',
  );

  expect([code, err]).toEqual([exitCodes.withErrors, expect.stringContaining('Line 2: Seats is "many"') as string]);
});

test('a file of invoices says what is on them, asks for a number that nothing says, and imports them', async () => {
  const invoice = fileOf(
    'invoice.csv',
    'Customer,Subscription ID,Product,Period start,Period end,Qty,Net amount',
    'Contoso,S-1,Premium,2026-11-01,2026-11-30,5,50.00',
  );
  const unnamed = await concord('upload', id, invoice, '--kind', 'charges');
  expect([unnamed.code, unnamed.err]).toEqual([exitCodes.withErrors, expect.stringContaining('or --invoice') as string]);

  const named = await concord('upload', id, invoice, '--kind', 'charges', '--invoice', 'R-1', '--total', '50.00', '--apply');
  expect([named.code, named.err]).toEqual([0, expect.stringContaining('it is read by job_') as string]);
  expect(named.out).toContain('invoice R-1 of 2026-11: 1 lines, 1 of them whole periods, together EUR 50.00, said to be EUR 50.00');
  const wrong = await concord('upload', id, invoice, '--invoice', '', '--total', 'much');
  expect([wrong.code, wrong.err]).toEqual([exitCodes.usage, '--invoice: It is empty. --total: is an amount like 1234.56.\n']);
});

test('a field that is not read cannot be named', async () => {
  expect((await concord('upload', id, fileOf('a.csv', heading), '--column', 'colour=Artikel')).code).toBe(exitCodes.usage);
});

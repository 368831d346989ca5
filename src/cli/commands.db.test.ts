import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { anEstate, compareAll, marketplaceId } from '../../test/support/compared-estate.ts';
import { aFolder } from '../../test/support/folder.ts';
import { aKeyOf, aPersonOf } from '../../test/support/make.ts';
import { aLine, aSubscription, guid } from '../../test/support/records.ts';
import { type Env, runConcord } from '../../test/support/run-concord.ts';
import { aServer } from '../../test/support/serve.ts';
import { workOff } from '../../test/support/work-off.ts';
import { aWritablePsa } from '../../test/support/writable-psa.ts';
import { decideMany } from '../features/worklist/index.ts';
import { must } from '../lib/must.ts';
import { publicId } from '../model/ids.ts';
import { Permission } from '../model/person.ts';
import { everything, inScope } from '../platform/db/transaction.ts';
import { exitCodes } from './output.ts';

const psa = aWritablePsa();
const { context, sent, url, clock } = await aServer({ openRemote: () => psa });
const owner = await aPersonOf(context, 'owner');
const token = await aKeyOf(context, owner.personId, Permission.options);
const worker = workOff(context, sent);
afterAll(() => worker.stop());

beforeAll(async () => {
  await anEstate(context, psa, [
    { n: 1, subscriptions: [aSubscription(1, { seats: 25 })], lines: [aLine(1, { quantity: '20' })] },
    { n: 2, subscriptions: [aSubscription(2, { seats: 12 })], lines: [aLine(2, { quantity: '10' })] },
    { n: 3 },
  ]);
  await compareAll(context);
});

const here = aFolder();

const concord = (args: readonly string[], env: Env = { CONCORD_URL: url, CONCORD_TOKEN: token }, cwd = here) => runConcord(args, env, cwd);
const json = async (args: readonly string[]): Promise<unknown> => JSON.parse((await concord([...args, '--json'])).out) as unknown;
type Row = { readonly id: string; readonly impact: { readonly amount: string } };
const differences = async (): Promise<readonly Row[]> => (await json(['differences', 'list'])) as Row[];

test('the version is that of the package', async () => {
  expect(await concord(['--version'])).toMatchObject({ code: 0, out: expect.stringMatching(/^\d+\.\d+\.\d+\S*\n$/) as string });
});

describe('a list', () => {
  test('is a table for people, dearest first', async () => {
    const { code, out, err } = await concord(['differences', 'list']);

    const [head, first, second, rest] = out.split('\n');
    expect([code, err, rest]).toEqual([0, '', '']);
    expect(head).toMatch(/^ID\s+CUSTOMER\s+PRODUCT\s+KIND\s+MICROSOFT\s+DISTRIBUTOR\s+PSA\s+A MONTH$/);
    expect(first).toMatch(/^dif_\w{26}\s+Customer 1 .*quantity_mismatch_psa\s+25\s+-\s+20\s+USD 110/);
    expect(second).toContain('Customer 2');
  });

  test('is JSON for programs, the same as the API answers', async () => {
    expect(await differences()).toMatchObject([{ impact: { amount: '110', currency: 'USD' } }, { impact: { amount: '44' } }]);
  });

  test('is one JSON object a line', async () => {
    const { out } = await concord(['differences', 'list', '-o', 'ndjson']);
    const rows = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Row);

    expect(rows.map(({ impact }) => impact.amount)).toEqual(['110', '44']);
  });

  test('is CSV with a head', async () => {
    const { out } = await concord(['differences', 'list', '-o', 'csv']);

    expect(out.split('\r\n')[0]).toBe('ID,CUSTOMER,PRODUCT,KIND,MICROSOFT,DISTRIBUTOR,PSA,A MONTH');
    expect(out.split('\r\n')).toHaveLength(4);
  });

  test('stops at the limit, and with --all walks every page', async () => {
    expect((await json(['customers', 'list', '--limit', '2'])) as Row[]).toHaveLength(2);
    expect((await json(['customers', 'list', '--limit', '2', '--all'])) as Row[]).toHaveLength(3);
  });

  test('is filtered', async () => {
    expect(await json(['customers', 'list', '--search', 'customer 2'])).toMatchObject([{ name: 'Customer 2' }]);
    expect(await json(['differences', 'list', '--kind', 'duplicate_psa'])).toEqual([]);
  });

  test.each([
    ['overview', /differences\s+2/],
    ['connections list', /Northwind US\s+partnerCenter/],
    ['subscriptions list', /Microsoft 365 Business Premium/],
    ['jobs list', /^ID\s+WHAT\s+STATUS/],
    ['customers list', /Customer 1\s+customer1\.com/],
  ])('%s prints what there is', async (words, expected) => {
    const { code, out } = await concord(words.split(' '));

    expect([code, expected.test(out)]).toEqual([0, true]);
  });
});

describe('a correction', () => {
  test('previewed, applied with --wait, undone; each says the next command', async () => {
    const [dearest] = await differences();
    const shown = await concord(['differences', 'show', dearest?.id ?? '']);
    expect(shown.out).toMatch(/next\s+concord plans create dif_/);

    const created = await concord(['plans', 'create', dearest?.id ?? '']);
    const plan = /plan_\w{26}/.exec(created.out)?.[0] ?? '';
    expect(created.out).toMatch(/before .*quantity 20/);
    expect(created.err).toContain(`Next: concord plans apply ${plan} --wait`);
    expect(psa.sent).toEqual([]);

    const applied = await concord(['plans', 'apply', plan, '--wait']);
    expect([applied.code, applied.err.includes('completed 1 of 1')]).toEqual([0, true]);
    expect(applied.out).toMatch(/state\s+applied/);
    expect(psa.line('5001')?.quantity).toBe('25');

    const again = await concord(['plans', 'apply', plan]);
    expect([again.code, again.err]).toEqual([exitCodes.conflict, expect.stringContaining('plan_not_applicable') as string]);

    expect((await concord(['plans', 'undo', plan, '--wait'])).code).toBe(0);
    expect(psa.line('5001')?.quantity).toBe('20');
    expect((await concord(['plans', 'show', plan])).out).toMatch(/state\s+undone/);
  });

  test('a plan of yesterday is refused with a conflict', async () => {
    const [, other] = await differences();
    const { id } = (await json(['plans', 'create', other?.id ?? ''])) as { id: string };
    await clock.advance(20 * 60_000);

    const late = await concord(['plans', 'apply', id]);

    expect(late.code).toBe(exitCodes.conflict);
    expect(late.err).toMatch(/Try: /);
  });

  test('accepting needs a reason, and is kept', async () => {
    const [, other] = await differences();
    const id = other?.id ?? '';
    expect((await concord(['differences', 'accept', id])).code).toBe(exitCodes.usage);

    expect((await concord(['differences', 'accept', id, '--reason', 'Agreed'])).out).toMatch(/state\s+accepted/);
    expect(await differences()).toHaveLength(1);
  });

  test('a comparison with --wait ends with the job', async () => {
    const { code, out } = await concord(['compare', '--wait']);

    expect([code, /status\s+completed/.test(out)]).toEqual([0, true]);
  });
});

describe('exit codes', () => {
  test('9 when asked to fail on differences and there are any, 0 when there are none', async () => {
    expect((await concord(['differences', 'list', '--fail-on-open'])).code).toBe(exitCodes.differencesFound);
    expect((await concord(['differences', 'list', '--fail-on-open', '--kind', 'duplicate_psa'])).code).toBe(0);
  });

  test.each([
    ['an unknown command', ['diferences']],
    ['an unknown verb', ['differences', 'lst']],
    ['an unknown flag', ['differences', 'list', '--colour']],
    ['a missing argument', ['plans', 'apply']],
    ['an unknown format', ['differences', 'list', '-o', 'xml']],
    ['a limit that is no number', ['customers', 'list', '--limit', 'all']],
  ])('2 for %s', async (_what, args) => {
    const { code, err, out } = await concord(args);

    expect([code, out]).toEqual([exitCodes.usage, '']);
    expect(err).toMatch(/^error: /);
  });

  test('2 with the nearest command when it was a slip', async () => {
    expect((await concord(['diferences'])).err).toContain('Did you mean differences?');
  });

  test('2 for a value that the server refuses, naming it', async () => {
    const { code, err } = await concord(['differences', 'list', '--kind', 'colours']);

    expect(code).toBe(exitCodes.usage);
    expect(err).toContain('(invalid)');
    expect(err).toMatch(/Request: req_/);
  });

  test('3 for a setting that does not exist', async () => {
    const { code, err } = await concord(['customers', 'list'], { CONCORD_DATADIR: here });

    expect(code).toBe(exitCodes.configuration);
    expect(err).toContain('CONCORD_DATA_DIR');
  });

  test('4 when there is no Concord to talk to', async () => {
    const { code, err } = await concord(['customers', 'list'], { CONCORD_DATA_DIR: here });

    const [what, why, next] = err.split('\n');
    expect(code).toBe(exitCodes.forbidden);
    expect([what, why, next]).toEqual([
      'No Concord to talk to.',
      `There is no CONCORD_URL with CONCORD_TOKEN, and no readable cli.json in ${here}.`,
      'Try: Start it with "npm start", or set CONCORD_URL and CONCORD_TOKEN (Settings, API keys).',
    ]);
  });

  test('4 for a key that is none, or may not', async () => {
    expect((await concord(['customers', 'list'], { CONCORD_URL: url, CONCORD_TOKEN: 'concord_sbx_none' })).code).toBe(exitCodes.forbidden);
    const reader = await aKeyOf(context, owner.personId, ['customers:read']);
    const { code, err } = await concord(['sync'], { CONCORD_URL: url, CONCORD_TOKEN: reader });
    expect([code, err]).toEqual([exitCodes.forbidden, expect.stringContaining('sync:run') as string]);
  });

  test('5 for a thing that does not exist', async () => {
    expect((await concord(['plans', 'show', 'plan_00000000000000000000000000'])).code).toBe(exitCodes.notFound);
    expect((await concord(['differences', 'show', 'nonsense'])).code).toBe(exitCodes.notFound);
  });

  test('7 when nobody answers', async () => {
    const { code, err } = await concord(['customers', 'list'], { CONCORD_URL: 'http://127.0.0.1:1', CONCORD_TOKEN: 'x' });

    expect([code, err]).toEqual([
      exitCodes.remote,
      'Concord does not answer.\nNo connection to http://127.0.0.1:1.\nTry: Is it running? Start it with "npm start".\n',
    ]);
  });

  test('0 for help, with examples and the codes themselves', async () => {
    const { code, out } = await concord(['--help']);

    expect(code).toBe(0);
    expect(out).toContain('concord differences list');
    expect(out).toContain('9 differences found');
  });

  test('what stops it is never a stack', async () => {
    for (const args of [['plans', 'show', 'x'], ['nonsense'], ['customers', 'list', '--limit', '-1']])
      expect((await concord(args)).err).not.toMatch(/\n\s+at /);
  });
});

describe('who it talks to', () => {
  test('cli.json in the data folder is enough', async () => {
    const folder = aFolder();
    writeFileSync(join(folder, 'cli.json'), JSON.stringify({ baseUrl: url, apiKey: token }));

    expect((await concord(['customers', 'list', '--json'], { CONCORD_DATA_DIR: folder })).code).toBe(0);
  });

  test('a broken cli.json is told, not guessed at', async () => {
    const folder = aFolder();
    writeFileSync(join(folder, 'cli.json'), '{"baseUrl": "http');

    expect((await concord(['customers', 'list'], { CONCORD_DATA_DIR: folder })).code).toBe(exitCodes.forbidden);
  });
});

describe('settings', () => {
  test('are printed with their origin, secrets never', async () => {
    const { code, out } = await concord(['config', 'print', '--port', '9000'], {
      CONCORD_DATABASE_URL: 'postgres://ana:s3cr3t@db/concord',
      CONCORD_LOG_LEVEL: 'warn',
    });

    expect(code).toBe(0);
    expect(out).toMatch(/^CONCORD_PORT=9000 {2}# /m);
    expect(out).toMatch(/^CONCORD_DATABASE_URL=\(set\) {2}# /m);
    expect(out).toMatch(/^CONCORD_LOG_LEVEL=warn {2}# /m);
    expect(out).not.toContain('s3cr3t');
  });
});

describe('a month is worked through', () => {
  const json = async <Reply>(...args: string[]): Promise<Reply> => {
    const { code, out, err } = await concord([...args, '--json']);
    if (code !== 0) throw new Error(`${args.join(' ')}: ${code} ${err}`);
    return JSON.parse(out) as Reply;
  };
  const aRow = async () => {
    const rows = await json<{ id: string; customerName: string }[]>(
      'differences',
      'list',
      '--state',
      'open,accepted,muted,gone,fixed,failed',
    );
    return must(
      rows.find(({ customerName }) => customerName === 'Customer 2'),
      'a row',
    );
  };

  test('a difference is given to somebody by name, with a day, tags and a note', async () => {
    const { id } = await aRow();
    await concord(['differences', 'due', id, '2026-12-01']);
    await concord(['differences', 'tag', id, 'call']);
    await concord(['differences', 'note', id, 'they pay next week']);

    expect(await json('differences', 'own', id, 'owner 1')).toMatchObject({
      owner: { name: 'owner 1' },
      dueOn: '2026-12-01',
      tags: ['call'],
      notes: 1,
    });
    expect((await concord(['differences', 'notes', id])).out).toContain('they pay next week');
    expect(await concord(['differences', 'own', id, 'Nobody Knows'])).toMatchObject({ code: exitCodes.notFound });
    expect(await json('differences', 'own', id, 'nobody')).toMatchObject({ owner: null });
  });

  test('a view is listed, put up for the team, and kept to oneself again', async () => {
    const { id } = await json<{ id: string }>('differences', 'save-view', 'Friday', 'kind=duplicate_psa');
    expect(await json('differences', 'share', id)).toMatchObject({ id, shared: true, mine: true });
    expect((await concord(['differences', 'views'])).out).toMatch(/Friday +you +yes +kind=duplicate_psa/);
    expect(await json('differences', 'unshare', id)).toMatchObject({ shared: false });
    expect(await concord(['differences', 'share', publicId('view', owner.personId)])).toMatchObject({ code: exitCodes.notFound });
    await concord(['differences', 'remove-view', id]);
    expect(await json('differences', 'views')).toEqual([]);
  });

  test('every row says when and where it was read, and when that is too old to rely on', async () => {
    const [row] = await json<{ readAt: string; source: { name: string }; isStale: boolean }[]>('customers', 'list', '--limit', '1');
    expect(row).toMatchObject({ isStale: false });
    expect(row?.source.name).not.toBe('');
    const { out } = await concord(['customers', 'list', '-o', 'csv', '--limit', '1']);
    expect(out).toContain('READ,READ FROM');
    expect(out).toContain(`${row?.readAt ?? ''},${row?.source.name ?? ''}`);
  });

  test('lists of customers and of their access have views of their own, which say what is listed', async () => {
    const { id } = await json<{ id: string }>('customers', 'save-view', 'Two', 'q=customer2', 'sort=name');
    expect(await json('customers', 'views')).toMatchObject([{ id, list: 'customers', search: { q: 'customer2', sort: 'name' } }]);
    expect(await json('access', 'views')).toEqual([]);
    expect(await json('customers', 'list', '--view', id)).toMatchObject([{ domain: 'customer2.com' }]);
    const { id: ready } = await json<{ id: string }>('access', 'save-view', 'Ready', 'ready=true', 'view=coverage');
    expect(await json('access', 'list', '--view', ready)).toEqual([]);
  });

  test('groups and exports take the same filters', async () => {
    const [group] = await json<{ key: string; count: number }[]>('differences', 'groups', 'customer', '--filter', 'tag=call');
    expect(group).toMatchObject({ label: 'Customer 2', count: 1 });

    const { out } = await concord(['differences', 'export', '--format', 'csv', '--filter', `customerId=${group?.key ?? ''}`]);
    expect(out).toContain('Customer 2');
    expect(out).not.toContain('Customer 1');
    expect(await concord(['differences', 'export', '--format', 'pdf'])).toMatchObject({ code: exitCodes.usage, out: '' });
    expect(await concord(['differences', 'groups', 'customer', '--filter', 'call'])).toMatchObject({ code: exitCodes.usage });
  });

  test('dismissing needs a filter, and says how many', async () => {
    await decideMany(context, { filter: { tag: 'call', state: ['accepted'] } }, { decision: 'reopen' });
    expect(await concord(['differences', 'dismiss', '--reason', 'all fine'])).toMatchObject({ code: exitCodes.usage });
    expect(await json('differences', 'dismiss', '--filter', 'tag=call', '--reason', 'bundle', '--because', 'bundled')).toMatchObject({
      decided: 1,
    });
  });

  const terms = [
    '--name',
    'Cents',
    '--kinds',
    'quantity_mismatch_psa',
    '--each',
    '1USD',
    '--total',
    '5USD',
    '--because',
    'timing',
    '--reason',
    'cents',
  ];

  test('a rule is tried, added, switched off and removed', async () => {
    expect(await json('rules', 'try', ...terms)).toMatchObject({ now: { count: 0 } });
    const { id } = await json<{ id: string }>('rules', 'add', ...terms);
    expect(await json('rules', 'off', id)).toMatchObject({ isActive: false });
    expect((await concord(['rules', 'list'])).out).toContain('Cents');
    expect(await concord(['rules', 'remove', id])).toMatchObject({ code: 0 });
    expect(await json('rules', 'list')).toEqual([]);
    expect(await concord(['rules', 'add', ...terms.toSpliced(5, 1, 'one dollar')])).toMatchObject({ code: exitCodes.usage });
  });

  test('a month is closed with a reason, its evidence is a file, and it is opened again', async () => {
    expect(await concord(['periods', 'sign-off', '2026-11'])).toMatchObject({ code: exitCodes.conflict });
    expect(await json('periods', 'sign-off', '2026-11', '--reason', 'no invoice yet')).toMatchObject({ state: 'signedOff' });

    const file = join(here, 'evidence.xlsx');
    expect(await concord(['evidence', '2026-11', '--format', 'xlsx', '--to', file])).toMatchObject({ code: 0, out: '' });
    expect(readFileSync(file).subarray(0, 2).toString()).toBe('PK');
    expect((await concord(['periods', 'show', '2026-11'])).out).toContain('signed off');
    expect(await json('periods', 'reopen', '2026-11', '--reason', 'the invoice came')).toMatchObject({ state: 'open' });
    expect((await concord(['periods', 'list'])).out).toContain('2026-11');
  });
});

describe('access', () => {
  const told = async (...args: string[]): Promise<unknown> => {
    const { code, out, err } = await concord([...args, '--json']);
    if (code !== 0) throw new Error(`${args.join(' ')}: ${code} ${err}`);
    return JSON.parse(out) as unknown;
  };

  test('a template is kept by the names of its roles, changed with a version, and removed', async () => {
    const roles = ['--roles', 'Global Reader, directory readers'];
    expect(await concord(['access', 'save-template', 'Support'])).toMatchObject({ code: exitCodes.usage });
    expect(await told('access', 'save-template', 'Support', ...roles, '--days', '180', '--groups', guid(41))).toMatchObject({
      ...{ name: 'Support', version: 1, durationDays: 180, autoExtends: true },
      roleIds: ['f2ef992c-3afb-46b9-b7cf-a126ee74c451', '88d8e3e3-8f55-4a1e-953a-9b9898b8876b'],
      groups: [{ groupId: guid(41) }],
    });
    expect((await concord(['access', 'templates'])).out).toMatch(/Support +1 +180 +yes +Global Reader, Directory Readers/);

    // What is not named stays.
    expect(await told('access', 'change-template', 'Support', '--name', 'Helpdesk', '--no-extend')).toMatchObject({
      ...{ name: 'Helpdesk', version: 2, durationDays: 180, autoExtends: false, groups: [{ groupId: guid(41) }] },
    });
    expect(await told('access', 'template-versions', 'Helpdesk')).toMatchObject([{ version: 2 }, { version: 1, name: 'Support' }]);
    expect(await concord(['access', 'template-versions', 'Support'])).toMatchObject({
      code: exitCodes.notFound,
      err: expect.stringContaining('There is no template "Support".') as string,
    });

    expect(await concord(['access', 'remove-template', 'Helpdesk'])).toMatchObject({ code: 0, out: '' });
    expect(await told('access', 'templates')).toEqual([]);
  });

  test('how many are in each state, when they end, and what their roles are enough for', async () => {
    expect(await told('access', 'counts')).toMatchObject({ active: 3, expired: 0 });
    expect(await told('access', 'list', '--state', 'active', '--search', 'customer3')).toMatchObject([{ name: 'Customer 3' }]);
    expect(await told('access', 'list', '--state', 'expired')).toEqual([]);
    expect(await concord(['access', 'list', '--ready', 'perhaps'])).toMatchObject({ code: exitCodes.usage });
    expect((await concord(['access', 'coverage'])).out).toMatch(/^CUSTOMER +READ LICENCES/);
    expect((await concord(['access', 'ends'])).out).toMatch(/^MONTH +CUSTOMERS +EXTEND THEMSELVES +A MONTH/);
  });

  test('the calendar has an address that is shown once, opens it, and is dead when it is revoked', async () => {
    expect((await concord(['access', 'calendar'])).out).toMatch(/calendar +none/);
    const { url: address } = (await told('access', 'calendar-make')) as { url: string };
    expect((await concord(['access', 'calendar'])).out).toMatch(/calendar +made 2026-11-21T.*shown once/);
    expect((await fetch(address)).status).toBe(200);

    expect(await concord(['access', 'calendar-revoke'])).toMatchObject({ code: 0, out: '' });
    expect((await fetch(address)).status).toBe(404);
    expect(await told('access', 'calendar')).toEqual({ madeAt: null });
  });

  test('an act asks for writing first, and names the template that does not exist', async () => {
    const [customer] = (await told('customers', 'list')) as { id: string }[];
    const request = (template: string) => concord(['access', 'request', customer?.id ?? '', '--template', template]);
    expect(await request('Nothing')).toMatchObject({ code: exitCodes.notFound });
    await told('access', 'save-template', 'Reading', '--roles', 'Global Reader');
    expect(await request('Reading')).toMatchObject({
      code: exitCodes.forbidden,
      err: expect.stringContaining('write_switched_off') as string,
    });
  });
});

test('what a distributor is read for is switched on or off; Partner Center has no such switch', async () => {
  const purposes = (id: string, ...flags: string[]) => concord(['connections', 'purposes', publicId('connection', id), ...flags]);
  await inScope(context.db, everything, (tx) =>
    tx
      .insertInto('connection')
      .values({
        ...{ connection_id: guid(42), kind: 'pax8', side: 'distributor', name: 'Pax8', state: 'off', identity: 'pax8' },
        settings: JSON.stringify({ kind: 'pax8', baseUrl: 'https://api.pax8.com', clientId: 'client' }),
        ...{ created_at: clock.now(), changed_at: clock.now() },
      })
      .execute(),
  );

  expect((await purposes(guid(42))).out).toMatch(/read for +costs and access/);
  expect((await purposes(guid(42), '--costs', 'off')).out).toMatch(/read for +access/);
  expect((await purposes(guid(42), '--access', 'off')).out).toMatch(/read for +neither/);
  expect(await purposes(guid(42), '--costs', 'perhaps')).toMatchObject({ code: exitCodes.usage });
  expect(await purposes(marketplaceId, '--costs', 'off')).toMatchObject({ code: exitCodes.usage });
});

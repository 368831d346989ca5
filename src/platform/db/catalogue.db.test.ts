import { readdirSync, readFileSync } from 'node:fs';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { aDatabase } from '../../../test/support/database.ts';
import { appRole } from './connect.ts';

const { owner } = await aDatabase();

/**
 * What each table is on many machines (product.md 5.4). A new table fails here until somebody has decided: rows of one customer together, rows of
 * one account together, the same everywhere, or on the coordinator only.
 */
const classes = {
  customer: [
    'access_consent',
    'access_relationship',
    'account_mapping',
    'account_mapping_version',
    'activity_record',
    'charged_month',
    'compared_books',
    'customer',
    'customer_conflict',
    'customer_connection',
    'customer_leading_account',
    'customer_mapping',
    'customer_own_field',
    'customer_profile',
    'customer_profile_change',
    'customer_recipient',
    'customer_reseller',
    'customer_segment',
    'difference',
    'difference_note',
    'subscription',
    'subscription_change',
    'sync_find',
    'tenant_licence',
    'write_exclusion',
  ],
  account: [
    'account',
    'distributor_subscription',
    'distributor_subscription_change',
    'distributor_usage',
    'psa_agreement',
    'psa_line',
    'psa_line_change',
  ],
  reference: ['account_identity', 'customer_identity'],
  /** What is sold, and how it is called where: the same for all customers. */
  catalogue: [
    'country_rule',
    'distributor_price',
    'distributor_product',
    'licence_product',
    'mapping_rule',
    'price_row',
    'price_sheet',
    'product_mapping',
    'product_mapping_version',
    'psa_service',
    'psa_service_price',
  ],
  coordinator: [
    'acceptance_rule',
    'access_calendar',
    'access_template',
    'access_template_segment',
    'access_template_version',
    'api_key',
    'audit_event',
    'audit_head',
    'billing_exception',
    'change_request',
    'circuit',
    'command',
    'command_attempt',
    'connection',
    'connection_consent',
    'consent_attempt',
    'consent_link',
    'customer_apart',
    'customer_external_id',
    'customer_form',
    'customer_person',
    'customer_plan',
    'distributor_file',
    'expected_customer',
    'feed_event',
    'feed_resource',
    'feed_state',
    'idempotency_key',
    'invoice_blob',
    'invoice_part',
    'invoice_suspense',
    'invoice_upload',
    'invoice_version',
    'job',
    'job_item',
    'lease',
    'list_total',
    'login',
    'mail_server',
    'mapping_answer',
    'notice',
    'notice_channel',
    'notice_delivery',
    'notice_mute',
    'notice_read',
    'one_time_link',
    'overview_total',
    'period_sign_off',
    'person',
    'place',
    'plan',
    'plan_step',
    'probe_run',
    'provider_invoice',
    'rate_bucket',
    'raw_answer',
    'reconciliation_run',
    'registration',
    'relay_delivery',
    'relay_destination',
    'reseller',
    'saved_view',
    'schema_step',
    'seen_field',
    'seen_until',
    'setting',
    'setup',
    'setup_confirmation',
    'sign_in_try',
    'sync_cursor',
    'sync_problem',
    'sync_run',
    'sync_schedule',
    'tenant_making',
    'webhook_act',
    'webhook_event',
    'workspace',
  ],
} as const;
const classOf = (table: string): string | undefined =>
  Object.entries(classes).find(([, tables]) => (tables as readonly string[]).includes(table))?.[0];

/** Tables whose rows say nothing about a customer; all others are under row level security. */
const aboutNobody = [
  ...classes.reference,
  ...classes.catalogue,
  'api_key',
  'audit_head',
  'circuit',
  'connection',
  'connection_consent',
  'consent_attempt',
  'consent_link',
  // Who somebody is, asked before there is a scope; like `person`.
  'customer_person',
  'feed_state',
  'idempotency_key',
  'lease',
  'login',
  'mail_server',
  'mapping_answer',
  'notice',
  'notice_channel',
  'notice_delivery',
  'notice_mute',
  'notice_read',
  'one_time_link',
  'person',
  'place',
  'probe_run',
  'rate_bucket',
  'reconciliation_run',
  'reseller',
  'schema_step',
  'seen_field',
  'seen_until',
  'setting',
  'setup',
  'setup_confirmation',
  'sign_in_try',
  'sync_cursor',
  'sync_run',
  'sync_schedule',
  'webhook_act',
  'workspace',
];

type TableRow = {
  name: string;
  secured: boolean;
  forced: boolean;
  policies: { using: string | null; check: string | null; roles: string }[];
};
const { rows: tables } = await sql<TableRow>`
  select c.relname as name, c.relrowsecurity as secured, c.relforcerowsecurity as forced,
    coalesce((select json_agg(json_build_object('using', pg_get_expr(p.polqual, p.polrelid), 'check', pg_get_expr(p.polwithcheck, p.polrelid),
      'roles', p.polroles::text)) from pg_policy p where p.polrelid = c.oid and p.polname <> 'of_customer'), '[]') as policies
  from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') order by 1`.execute(owner.db);

type ColumnRow = { table: string; column: string; type: string; nullable: boolean };
const { rows: columns } = await sql<ColumnRow>`
  select table_name::text as table, column_name::text as column, data_type::text as type, is_nullable = 'YES' as nullable
  from information_schema.columns where table_schema = 'public' order by 1, ordinal_position`.execute(owner.db);
const columnsOf = (table: string): string[] => columns.filter((each) => each.table === table).map(({ column }) => column);

type KeyRow = { table: string; primary: boolean; columns: string[] };
const { rows: keys } = await sql<KeyRow>`
  select c.relname::text as table, i.indisprimary as primary,
    array(select a.attname::text from unnest(i.indkey) with ordinality as k(n, place) join pg_attribute a on a.attrelid = c.oid and a.attnum = k.n
      order by place) as columns
  from pg_index i join pg_class c on c.oid = i.indrelid where c.relnamespace = 'public'::regnamespace and i.indisunique`.execute(owner.db);

test('every table has been decided about, once', () => {
  const decided = Object.values(classes).flat();

  expect(tables.map(({ name }) => name)).toEqual(decided.toSorted());
  expect(new Set(decided).size).toBe(decided.length);
});

describe.each(tables.map((table) => [table.name, table] as const))('the table %s', (name, table) => {
  test('has a primary key', () => {
    expect(keys.filter((key) => key.table === name && key.primary)).toHaveLength(1);
  });

  test('is under row level security, enabled and forced, in reading and in writing, unless it is about nobody (SEC-01)', () => {
    const isAboutNobody = aboutNobody.includes(name);

    expect([table.secured, table.forced]).toEqual(isAboutNobody ? [false, false] : [true, true]);
    expect(table.policies.length).toBe(isAboutNobody ? 0 : 1);
    for (const policy of table.policies) {
      expect(policy.using).toContain('app.reseller');
      expect(policy.check).toBe(policy.using);
      expect(policy.roles).toBe('{0}'); // everybody, the owner too
    }
  });

  test('says whose its rows are where it is about somebody', () => {
    if (aboutNobody.includes(name)) return;
    const isMixed = [
      'feed_event',
      'feed_resource',
      'raw_answer',
      'registration',
      'relay_delivery',
      'relay_destination',
      'sync_problem',
      'webhook_event',
    ].includes(name);

    expect(columnsOf(name).includes('reseller_id')).toBe(!isMixed);
    expect(table.policies[0]?.using?.includes('reseller_id')).toBe(!isMixed);
  });

  test('keeps the rows of one customer, or of one account, together on many machines', () => {
    const distributed = { customer: 'customer_id', account: 'account_id' }[classOf(name) ?? ''];
    if (distributed === undefined) return;
    const own = keys.filter((key) => key.table === name);

    expect(own.find(({ primary }) => primary)?.columns[0]).toBe(distributed);
    for (const key of own) expect(key.columns).toContain(distributed);
  });

  test('counts money exactly, knows the zone of its instants, and lets no sequence make ids', () => {
    const own = columns.filter((each) => each.table === name);
    const floats = own.filter(({ type }) => ['real', 'double precision', 'money'].includes(type)).map(({ column }) => column);
    const amounts = own.filter(({ column }) => /(^|_)(amount|price|cost|impact|at_stake)$/.test(column));

    expect(floats).toEqual(name === 'rate_bucket' ? ['tokens', 'rate', 'burst', 'taken', 'saved', 'pace'] : []);
    expect(amounts.filter(({ type }) => type !== 'numeric')).toEqual([]);
    expect(own.filter(({ type }) => type === 'timestamp without time zone')).toEqual([]);
    expect(own.filter(({ column, type }) => column.endsWith('_at') && type !== 'timestamp with time zone')).toEqual([]);
  });
});

test('people of a customer read five tables, by its id, and write none (S91)', async () => {
  const { rows } = await sql<{ name: string; command: string; using: string; check: string | null }>`
    select p.polrelid::regclass::text as name, p.polcmd::text as command, pg_get_expr(p.polqual, p.polrelid) as using,
      pg_get_expr(p.polwithcheck, p.polrelid) as check
    from pg_policy p where p.polname = 'of_customer' order by 1`.execute(owner.db);

  expect(rows.map(({ name }) => name)).toEqual(['access_relationship', 'change_request', 'customer', 'customer_profile', 'subscription']);
  const itsId =
    "( SELECT CASE WHEN (current_setting('app.reseller'::text, true) ~ '^customer:[0-9a-f-]{36}$'::text) THEN (substr(current_setting('app.reseller'::text, true), 10))::uuid ELSE NULL::uuid END AS \"case\")";
  for (const { name, command, using, check } of rows) {
    const byItsId = `(customer_id = ${itsId})`;
    // Of requests those that it made itself: not what a reseller asks for it.
    expect(using.replaceAll(/\s+/g, ' ')).toBe(name === 'change_request' ? `(${byItsId} AND (origin = 'customer'::text))` : byItsId);
    expect([command, check]).toEqual(['r', null]);
  }
});

test('a reference between tables of customers stays with the customer', async () => {
  const { rows } = await sql<{ from: string; to: string; columns: string[] }>`
    select f.conrelid::regclass::text as from, f.confrelid::regclass::text as to,
      array(select a.attname::text from unnest(f.conkey) as k(n) join pg_attribute a on a.attrelid = f.conrelid and a.attnum = k.n) as columns
    from pg_constraint f where f.contype = 'f' and f.connamespace = 'public'::regnamespace`.execute(owner.db);
  const distributed = { customer: 'customer_id', account: 'account_id' };

  const broken = rows.filter(({ from, to, columns: by }) => {
    const [one, other] = [classOf(from), classOf(to)];
    if (one !== 'customer' && one !== 'account') return other === 'customer' || other === 'account';
    return one !== other || !by.includes(distributed[one]);
  });

  expect(broken).toEqual([]);
});

/** Functions that look with their owner's eyes, each with the decision that allows it. */
const reviewed: Readonly<Record<string, string>> = { customers_with: '0016-letters-are-looked-for-by-the-owner.md' };

test('nothing happens behind the back: no triggers, rules, views, sequences or functions of our own that were not reviewed (SEC-03)', async () => {
  const { rows } = await sql<{ what: string; name: string }>`
    select 'trigger' as what, tgname::text as name from pg_trigger t join pg_class c on c.oid = t.tgrelid
      where not tgisinternal and c.relnamespace = 'public'::regnamespace
    union all select 'rule', rulename::text from pg_rewrite r join pg_class c on c.oid = r.ev_class where c.relnamespace = 'public'::regnamespace
    union all select 'view', relname::text from pg_class where relnamespace = 'public'::regnamespace and relkind in ('v', 'm')
    union all select 'sequence', relname::text from pg_class where relnamespace = 'public'::regnamespace and relkind = 'S'
    union all select 'function', p.proname::text from pg_proc p where p.pronamespace = 'public'::regnamespace
      and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')`.execute(owner.db);

  expect(rows).toEqual(Object.keys(reviewed).map((name) => ({ what: 'function', name })));
});

test.each(Object.entries(reviewed))(
  '%s was reviewed, knows where it looks, and is nobody else’s to call (SEC-03)',
  async (name, decision) => {
    const { rows } = await sql<{ path: boolean; everybody: boolean; ours: boolean }>`
    select proconfig = '{"search_path=public, pg_temp"}' as path, has_function_privilege(${appRole}, oid, 'execute') as ours,
      exists (select from aclexplode(proacl) where grantee = 0) as everybody
    from pg_proc where proname = ${name} and prosecdef`.execute(owner.db);

    expect(rows).toEqual([{ path: true, everybody: false, ours: true }]);
    expect(readFileSync(new URL(`../../../docs/decisions/${decision}`, import.meta.url), 'utf8')).toContain(name);
  },
);

describe('the role that serves requests', () => {
  test('is no superuser, skips no row rule, owns nothing and makes nothing (SEC-02)', async () => {
    const { rows } = await sql<Record<string, boolean>>`
      select rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolreplication,
        exists (select from pg_class where relowner = r.oid) as owns,
        has_schema_privilege(r.rolname, 'public', 'create') as creates
      from pg_roles r where rolname = ${appRole}`.execute(owner.db);

    expect(rows).toEqual([
      {
        rolsuper: false,
        rolbypassrls: false,
        rolcreatedb: false,
        rolcreaterole: false,
        rolreplication: false,
        owns: false,
        creates: false,
      },
    ]);
  });

  const rights = async (table: string): Promise<string[]> => {
    const { rows } = await sql<{ name: string; may: boolean }>`
      select name, has_table_privilege(${appRole}, ${`public.${table}`}, name) as may
      from unnest(array['select', 'insert', 'update', 'delete', 'truncate', 'references', 'trigger']) as name`.execute(owner.db);
    return rows.filter(({ may }) => may).map(({ name }) => name);
  };

  test.each([
    ['audit_event', ['select', 'insert']], // SEC-51: the trail is only written on
    ['command', ['select', 'insert', 'update']], // the journal is never deleted
    ['command_attempt', ['select', 'insert', 'update']],
    ['subscription_change', ['select', 'insert', 'update']],
    ['period_sign_off', ['select', 'insert', 'update']], // what was frozen stays
    ['schema_step', ['select']],
  ])('has on %s these rights only: %j', async (table, expected) => {
    expect(await rights(table)).toEqual(expected);
  });

  test('may on every other table read and write rows, and nothing that lifts their protection', async () => {
    const special = ['audit_event', 'command', 'command_attempt', 'subscription_change', 'period_sign_off', 'schema_step'];
    for (const { name } of tables)
      if (!special.includes(name)) expect([name, await rights(name)]).toEqual([name, ['select', 'insert', 'update', 'delete']]);
  });
});

describe('migrations', () => {
  const folder = new URL('./migrations/', import.meta.url);
  const files = readdirSync(folder).toSorted();
  const textOf = (file: string): string => readFileSync(new URL(file, folder), 'utf8').replaceAll(/--.*$/gm, '').toLowerCase();

  test('are numbered, each number once', () => {
    expect(files.every((file) => /^\d{4}-[a-z-]+\.sql$/.test(file))).toBe(true);
    expect(new Set(files.map((file) => file.slice(0, 4))).size).toBe(files.length);
  });

  test.each(files)('%s begins with why', (file) => {
    expect(readFileSync(new URL(file, folder), 'utf8')).toMatch(/^-- \S.{20}/);
  });

  const isReviewed = (file: string): boolean => Object.keys(reviewed).some((name) => textOf(file).includes(`create function ${name}(`));

  // PostgreSQL 15 and Citus must run them too (stack.md 5.2): uuidv7() came with 18, any_value() with 16.
  test.each(files)('%s asks nothing of the database that an older or a distributed one cannot do', (file) => {
    for (const word of [
      'uuidv7',
      'any_value',
      'set_config',
      'security definer',
      'create trigger',
      'create view',
      'serial',
      'gen_random_uuid',
      'cascade',
    ])
      expect([word, textOf(file).includes(word)]).toEqual([word, word === 'security definer' && isReviewed(file)]);
  });

  test('distribute exactly the tables that this test calls distributed', () => {
    const lists = [...textOf('0009-distribution.sql').matchAll(/array\[([^\]]+)\]/g)].map((found) =>
      (found[1] ?? '')
        .split(',')
        .map((name) => name.trim().replaceAll("'", ''))
        .toSorted(),
    );

    // Tables that came later are distributed one by one, in the step that makes them.
    const later = (key: string): string[] =>
      files.flatMap((file) =>
        [...textOf(file).matchAll(new RegExp(`create_distributed_table\\('(\\w+)', '${key}'\\)`, 'g'))].map((found) => found[1] ?? ''),
      );
    const [customer = [], account = [], reference = []] = lists;

    expect([[...customer, ...later('customer_id')].toSorted(), [...account, ...later('account_id')].toSorted(), reference]).toEqual([
      classes.customer,
      classes.account,
      classes.reference,
    ]);
  });
});

test('the types that statements are written against name the columns that the database has', () => {
  const folder = new URL('./tables/', import.meta.url);
  const source = readdirSync(folder)
    .map((file) => readFileSync(new URL(file, folder), 'utf8'))
    .join('\n');
  const bodies = new Map(
    [...source.matchAll(/interface (\w+) \{\n([\s\S]*?)\n\}/g)].map((found) => [
      found[1] ?? '',
      [...(found[2] ?? '').matchAll(/^ {2}(\w+): (\w+)/gm)].map((member) => ({ name: member[1] ?? '', type: member[2] ?? '' })),
    ]),
  );
  const typed = [...bodies].filter(([name]) => name.endsWith('Tables')).flatMap(([, members]) => members);

  for (const { name, type } of typed)
    expect([
      name,
      bodies
        .get(type)
        ?.map((member) => member.name)
        .toSorted(),
    ]).toEqual([name, columnsOf(name).toSorted()]);
  expect(typed.length).toBeGreaterThan(30);
});

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { beforeEach, expect, inject, test } from 'vitest';
import { administer, within } from '../../../test/support/cluster.ts';
import { aDatabase } from '../../../test/support/database.ts';
import { aFolder } from '../../../test/support/folder.ts';
import { type Database, openDatabase } from './connect.ts';
import { isMigrated, migrate } from './migrate.ts';

const migrated = await aDatabase();
let owner: Database;
let name = 0;

beforeEach(async () => {
  name += 1;
  const database = `t_migrate_${process.pid}_${name}`;
  const { server } = inject('cluster');
  await administer(server, [`drop database if exists ${database}`, `create database ${database}`]);
  owner = openDatabase({ connection: within(server, database), role: 'owner', max: 4 });
  return async () => {
    await owner.close();
    await administer(server, [`drop database ${database} with (force)`]);
  };
});

function steps(...texts: string[]): string {
  const folder = aFolder();
  for (const [index, text] of texts.entries()) writeFileSync(join(folder, `${String(index + 1).padStart(4, '0')}-step.sql`), text);
  return folder;
}
const tables = async (): Promise<string[]> => {
  const { rows } = await sql<{
    name: string;
  }>`select tablename as name from pg_tables where schemaname = 'public' and tablename <> 'schema_step' order by 1`.execute(owner.db);
  return rows.map((row) => row.name);
};
const [one, two] = ['create table one (n int)', 'create table two (n int)'];

test('the steps are taken in order, once', async () => {
  const folder = steps(one, two);

  expect(await migrate(owner, folder)).toEqual({ applied: ['0001-step.sql', '0002-step.sql'], version: 2 });
  expect(await migrate(owner, folder)).toEqual({ applied: [], version: 2 });
  expect(await tables()).toEqual(['one', 'two']);
});

test('a newer program takes only the new steps', async () => {
  await migrate(owner, steps(one));

  expect((await migrate(owner, steps(one, two))).applied).toEqual(['0002-step.sql']);
});

test('a step that breaks leaves nothing of itself, and what came before stays', async () => {
  const broken = steps(one, 'create table half (n int); select 1/0');

  await expect(migrate(owner, broken)).rejects.toMatchObject({ code: 'schema_step_failed', facts: { step: '0002-step.sql' } });
  expect(await tables()).toEqual(['one']);
  expect((await migrate(owner, steps(one, two))).version).toBe(2);
});

test('several starters at the same time take each step once', async () => {
  const folder = steps('create table one (n int); select pg_sleep(0.2)', two);

  const results = await Promise.all([migrate(owner, folder), migrate(owner, folder), migrate(owner, folder)]);
  expect(results.flatMap((result) => result.applied)).toHaveLength(2);
});

test('a schema that is newer than the program is refused and left alone', async () => {
  await migrate(owner, steps(one, two));

  await expect(migrate(owner, steps(one))).rejects.toMatchObject({
    code: 'schema_newer',
    kind: 'needs_operator',
    facts: { databaseSchema: 2, programSchema: 1 },
  });
  expect(await tables()).toEqual(['one', 'two']);
});

test('a step that was edited after it was taken is noticed', async () => {
  await migrate(owner, steps(one));

  await expect(migrate(owner, steps('create table uno (n int)'))).rejects.toMatchObject({ code: 'schema_changed' });
});

test('two steps of the same number are a mistake of the program', async () => {
  const folder = steps(one);
  writeFileSync(join(folder, '0001-twin.sql'), two);

  await expect(migrate(owner, folder)).rejects.toMatchObject({ code: 'schema_steps_unordered' });
});

test('a number may be left out and filled later: then that step is still open', async () => {
  const folder = steps(one);
  writeFileSync(join(folder, '0003-late.sql'), two);
  await migrate(owner, folder);
  writeFileSync(join(folder, '0002-filled.sql'), 'create table between_them (n int)');

  expect(await isMigrated(owner, folder)).toBe(false);
  expect((await migrate(owner, folder)).applied).toEqual(['0002-filled.sql']);
  expect(await isMigrated(owner, folder)).toBe(true);
});

test('whether the schema is the one that the program knows can be seen in the application role', async () => {
  expect(await isMigrated(migrated.app)).toBe(true);
  expect(await isMigrated(owner)).toBe(false);
});

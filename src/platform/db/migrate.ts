import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import { Fault } from '../../lib/errors.ts';
import { appRole, type Database } from './connect.ts';

export type MigrationResult = { readonly applied: readonly string[]; readonly version: number };

type Step = { readonly version: number; readonly name: string; readonly text: string; readonly hash: string };

const lock = 7_241_002;
const here = join(import.meta.dirname, 'migrations');

/**
 * Brings the schema forward to what this program knows: one file, one transaction; never back. Two starters wait for each other on an
 * advisory lock; a start that was killed goes on where it stopped. A schema that is newer than the program is left alone and refused.
 */
export async function migrate(owner: Database, folder: string = here): Promise<MigrationResult> {
  const steps = readSteps(folder);
  return owner.withClient(async (client) => {
    await client.query('select pg_advisory_lock($1)', [lock]);
    try {
      await makeAppRole(client);
      await client.query(
        'create table if not exists schema_step (version int primary key, name text not null, hash text not null, applied_at timestamptz not null default now())',
      );
      const done = await readDone(client);
      check(steps, done);
      const open = steps.filter((step) => !done.has(step.version));
      for (const step of open) await apply(client, step);
      await client.query(`revoke all on schema_step from ${appRole}; grant select on schema_step to ${appRole}`);
      return { applied: open.map((step) => step.name), version: steps.at(-1)?.version ?? 0 };
    } finally {
      await client.query('select pg_advisory_unlock($1)', [lock]).catch(() => undefined); // a lost connection has let go of it already
    }
  });
}

/** Whether the schema is exactly the one this program knows (for /readyz); works in the application role. */
export async function isMigrated(database: Database, folder: string = here): Promise<boolean> {
  const known = readSteps(folder).map((step) => step.version);
  return database.withClient(async (client) => {
    const { rows } = await client.query<{ ready: boolean }>(`select to_regclass('schema_step') is not null as ready`);
    if (rows[0]?.ready !== true) return false;
    const done = await readDone(client);
    return known.length === done.size && known.every((version) => done.has(version));
  });
}

function readSteps(folder: string): Step[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.sql'));
  const steps = names.map((name) => {
    const text = readFileSync(join(folder, name), 'utf8');
    return { version: Number.parseInt(name, 10), name, text, hash: createHash('sha256').update(text).digest('hex') };
  });
  steps.sort((a, b) => a.version - b.version);
  const odd = steps.find((step, index) => !(step.version > (steps[index - 1]?.version ?? 0))); // gaps are left for parallel work; order is not
  if (odd !== undefined)
    throw new Fault('schema_steps_unordered', 'permanent', `Migration ${odd.name} breaks the numbering: every number once, growing`);
  return steps;
}

async function readDone(client: pg.PoolClient): Promise<ReadonlyMap<number, { name: string; hash: string }>> {
  const { rows } = await client.query<{ version: number; name: string; hash: string }>('select version, name, hash from schema_step');
  return new Map(rows.map((row) => [row.version, row]));
}

function check(steps: readonly Step[], done: ReadonlyMap<number, { name: string; hash: string }>): void {
  const newest = Math.max(0, ...done.keys());
  const known = steps.at(-1)?.version ?? 0;
  if (newest > known) {
    throw new Fault('schema_newer', 'needs_operator', `The database has schema ${newest}, this program knows ${known}`, {
      databaseSchema: newest,
      programSchema: known,
      hint: 'A newer Concord has used this database. Start that version; nothing was changed.',
    });
  }
  const edited = steps.find((step) => done.has(step.version) && done.get(step.version)?.hash !== step.hash);
  if (edited === undefined) return;
  throw new Fault('schema_changed', 'needs_operator', `Migration ${edited.name} is not the one that made this database`, {
    hint: 'Start the Concord version that made this database, or choose another CONCORD_DATA_DIR. Nothing was changed.',
  });
}

async function apply(client: pg.PoolClient, step: Step): Promise<void> {
  try {
    await client.query('begin');
    await client.query(step.text);
    await client.query('insert into schema_step (version, name, hash) values ($1, $2, $3)', [step.version, step.name, step.hash]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw new Fault(
      'schema_step_failed',
      'needs_operator',
      `Migration ${step.name} failed`,
      { step: step.name, hint: 'The step was rolled back whole; start again after the cause is gone.' },
      error,
    );
  }
}

/** Roles belong to the whole server: another database's migration may make it in the same moment. */
async function makeAppRole(client: pg.PoolClient): Promise<void> {
  await client.query(`do $$ begin
    if not exists (select 1 from pg_roles where rolname = '${appRole}') then
      create role ${appRole} login nosuperuser nobypassrls nocreatedb nocreaterole;
    end if;
  exception when duplicate_object or unique_violation then null;
  end $$`);
  // An account that may make roles is not by that a member of what it made; the application's sessions set this role.
  await client.query(`grant ${appRole} to current_user`);
}

import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { type JsonValue, readJson } from '../../../lib/exact-json.ts';
import { publicId } from '../../../model/ids.ts';
import type { Tx } from '../../../platform/db/connect.ts';
import { everything, inScope } from '../../../platform/db/transaction.ts';
import type { Context } from '../../context.ts';
import { raise } from '../../notices/index.ts';
import { callShape, fieldPaths } from './field-paths.ts';

const unpack = promisify(gunzip);

/** What came first within a day of a call's first answer is its form; optional fields take a while to show. */
const learningHours = 24;
/** Of the newest answers, a few of each kind of call: the form is the same in all of them. */
const mostLooked = 2_000;
const sampleOfCall = 3;
const largest = 1024 * 1024;
const mostNamed = 10;

type Fields = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * Looks through answers that were kept since the last look for fields that a remote did not send before, and tells of them once for each connection
 * (capabilities S48). It reads what is stored, beside the sync, so a reading waits for nothing. Answers how many fields were told of.
 */
export async function lookForNewFields(context: Context): Promise<number> {
  const connections = await inScope(context.db, everything, (tx) =>
    tx
      .selectFrom('connection')
      .leftJoin('seen_until', 'seen_until.connection_id', 'connection.connection_id')
      .where('removed_at', 'is', null)
      .select(['connection.connection_id', 'name', 'until'])
      .execute(),
  );
  let told = 0;
  for (const { connection_id: connectionId, name, until } of connections) {
    const now = context.clock.now();
    const found = await readSample(context, connectionId, until ?? now.subtract({ hours: 1 }), now);
    told += await inScope(context.db, everything, (tx) => keep(tx, context, { connectionId, name, now, found }));
  }
  return told;
}

async function readSample(context: Context, connectionId: string, since: Temporal.Instant, now: Temporal.Instant): Promise<Fields> {
  const chosen = await inScope(context.db, everything, async (tx) => {
    const rows = await tx
      .selectFrom('raw_answer')
      .where('connection_id', '=', connectionId)
      .where('at', '>', since)
      .where('at', '<=', now)
      .where('status', '>=', 200)
      .where('status', '<', 300)
      // The same body was looked at when it came first.
      .where('body_gz', 'is not', null)
      .where('bytes', '<=', largest)
      .select(['raw_id', 'method', 'url'])
      .orderBy('at', 'desc')
      .limit(mostLooked)
      .execute();
    const ids = fewOfEach(rows);
    return ids.length === 0 ? [] : tx.selectFrom('raw_answer').where('raw_id', 'in', ids).select(['method', 'url', 'body_gz']).execute();
  });
  const found = new Map<string, Set<string>>();
  for (const { method, url, body_gz: packed } of chosen) {
    const answer = packed === null ? undefined : await readAnswer(packed);
    if (answer === undefined) continue;
    const call = callShape(method, url);
    const paths = found.get(call) ?? new Set();
    for (const path of fieldPaths(answer)) paths.add(path);
    found.set(call, paths);
  }
  return found;
}

/** Ids of the newest few of each kind of call. */
function fewOfEach(rows: readonly { readonly raw_id: string; readonly method: string; readonly url: string }[]): readonly string[] {
  const counts = new Map<string, number>();
  return rows.flatMap(({ raw_id: rawId, method, url }) => {
    const call = callShape(method, url);
    const count = (counts.get(call) ?? 0) + 1;
    counts.set(call, count);
    return count <= sampleOfCall ? [rawId] : [];
  });
}

/** Files and pages of a site are answers too; what is no JSON has no fields. */
async function readAnswer(packed: Buffer): Promise<JsonValue | undefined> {
  try {
    return readJson((await unpack(packed)).toString('utf8'));
  } catch {
    return undefined;
  }
}

type Found = { readonly connectionId: string; readonly name: string; readonly now: Temporal.Instant; readonly found: Fields };

async function keep(tx: Tx, context: Context, { connectionId, name, now, found }: Found): Promise<number> {
  await tx
    .insertInto('seen_until')
    .values({ connection_id: connectionId, until: now })
    .onConflict((conflict) => conflict.column('connection_id').doUpdateSet({ until: now }))
    .execute();
  const fresh: { readonly call: string; readonly path: string }[] = [];
  for (const [call, paths] of found) fresh.push(...(await keepCall(tx, connectionId, call, paths, now)).map((path) => ({ call, path })));
  if (fresh.length === 0) return 0;
  const named = fresh.slice(0, mostNamed).map(({ call, path }) => `${path} (${call})`);
  const more = fresh.length > mostNamed ? ` and ${fresh.length - mostNamed} more` : '';
  await raise(tx, context, {
    key: `fields ${connectionId} ${now.toString()}`,
    matter: 'fieldsCame',
    about: { kind: 'connection', id: connectionId },
    title: `Answers of ${name} hold ${fresh.length === 1 ? 'a field' : `${fresh.length} fields`} that did not come before`,
    detail: `${named.join(', ')}${more}. Reading goes on as before; what is new is not used. Tell whoever maintains Concord if it matters to you.`,
    link: `/settings/connections/${publicId('connection', connectionId)}?tab=calls`,
  });
  context.log.info(
    { connectionId, connection: name, fields: fresh.length },
    'Answers of a connection hold fields that did not come before',
  );
  return fresh.length;
}

/** Keeps the fields of one kind of call; answers those that came after its form was learned. */
async function keepCall(
  tx: Tx,
  connectionId: string,
  call: string,
  paths: ReadonlySet<string>,
  now: Temporal.Instant,
): Promise<readonly string[]> {
  const known = await tx
    .selectFrom('seen_field')
    .select(['path', 'first_at'])
    .where('connection_id', '=', connectionId)
    .where('call', '=', call)
    .execute();
  const names = new Set(known.map(({ path }) => path));
  const fresh = [...paths].filter((path) => !names.has(path));
  if (fresh.length === 0) return [];
  const isLearned = known.some(({ first_at: at }) => Temporal.Instant.compare(at.add({ hours: learningHours }), now) <= 0);
  // Two workers may look at the same answers; only one of them keeps a field, and tells of it.
  const kept = await tx
    .insertInto('seen_field')
    .values(fresh.map((path) => ({ connection_id: connectionId, call, path, first_at: now, told: isLearned })))
    .onConflict((conflict) => conflict.doNothing())
    .returning('path')
    .execute();
  return isLearned ? kept.map(({ path }) => path) : [];
}

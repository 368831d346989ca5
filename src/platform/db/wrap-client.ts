import type { PostgresPoolClient } from 'kysely';
import type pg from 'pg';
import { explainDatabase } from './explain-database.ts';
import { isOutdatedPlan, type NamedStatements } from './named-statements.ts';
import { toParameter } from './parameters.ts';

const mark = '/* alone in: ';

/** Put anywhere into a statement, its transaction has these settings and nothing else; all goes to the server together (`readIn`). */
export const alone = (settings: string): string => `${mark}${settings} */`;

function settingsOf(text: string): string | undefined {
  const at = text.indexOf(mark);
  return at === -1 ? undefined : text.slice(at + mark.length, text.indexOf(' */', at));
}

/** The answer to a statement that has not been sent yet. */
const nothing = { command: 'BEGIN', rowCount: null, rows: [], fields: [] };

const wrapped = new WeakMap<pg.PoolClient, PostgresPoolClient>();

/**
 * What kysely asks of a connection. How a transaction begins waits for its first statement and goes with it, one way to the server and back
 * instead of two or three.
 */
export function wrap(client: pg.PoolClient, statements: NamedStatements): PostgresPoolClient {
  const known = wrapped.get(client);
  if (known !== undefined) return known;
  let opening: string | undefined;
  let isWithin = false;
  const askUnnamed = (text: string, parameters: readonly unknown[]): Promise<unknown> => client.query(text, parameters.map(toParameter));
  const ask = async (text: string, parameters: readonly unknown[]): Promise<unknown> => {
    const name = statements.nameOf(text);
    if (name === undefined) return askUnnamed(text, parameters);
    try {
      return await client.query({ name, text, values: parameters.map(toParameter) });
    } catch (error) {
      if (!isOutdatedPlan(error)) throw error;
      statements.forget();
      if (isWithin) throw error; // the transaction is over: `inScope` repeats it
      return askUnnamed(text, parameters);
    }
  };
  const send = async (text: string, parameters: readonly unknown[]): Promise<unknown> => {
    const begun = opening;
    if (text === 'begin') {
      opening = text;
      isWithin = true;
      return nothing;
    }
    if (begun !== undefined && text.startsWith('set local ')) {
      opening = `${begun}; ${text}`;
      return nothing;
    }
    opening = undefined;
    if (text === 'commit' || text === 'rollback') {
      isWithin = false;
      return begun === undefined ? client.query(text) : nothing;
    }
    if (begun !== undefined) return together(client, [() => client.query(begun), () => ask(text, parameters)]);
    const settings = settingsOf(text);
    if (settings === undefined) return ask(text, parameters);
    return together(client, [
      () => client.query(`begin read only; ${settings}`),
      () => askUnnamed(text, parameters),
      () => client.query('commit'),
    ]);
  };
  const query = async (text: string, parameters: readonly unknown[]): Promise<unknown> => {
    try {
      const result = await send(text, parameters);
      return Array.isArray(result) ? (result as unknown[]).at(-1) : result; // several statements in one text: the last one's answer
    } catch (error) {
      throw explainDatabase(error);
    }
  };
  // kysely gives text and parameters; its other form (cursors) is not used here.
  const made = {
    query,
    release: () => {
      client.release();
    },
  } as unknown as PostgresPoolClient;
  wrapped.set(client, made);
  return made;
}

function inOnePiece<T>({ connection: { stream } }: pg.PoolClient, sending: readonly (() => T)[]): readonly T[] {
  stream.cork();
  try {
    return sending.map((send) => send());
  } finally {
    stream.uncork();
  }
}

/** Sends all in one piece and answers what the second is answered. What fails first is told: what comes after it fails because of it. */
async function together(client: pg.PoolClient, sending: readonly (() => Promise<unknown>)[]): Promise<unknown> {
  const answers = await Promise.allSettled(inOnePiece(client, sending));
  for (const answer of answers) if (answer.status === 'rejected') throw answer.reason;
  const [, second] = answers;
  return second?.status === 'fulfilled' ? second.value : undefined;
}

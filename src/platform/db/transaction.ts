import { setTimeout as sleep } from 'node:timers/promises';
import { RawNode, type RootOperationNode, SelectModifierNode, SelectQueryNode, sql } from 'kysely';
import pg from 'pg';
import { Fault } from '../../lib/errors.ts';
import type { Db, Tx } from './connect.ts';
import { sqlState } from './explain-database.ts';
import { isOutdatedPlan } from './named-statements.ts';
import { alone } from './wrap-client.ts';

/** Whose rows a transaction may see: one reseller's, one customer's (`customer:` and its id), or (`*`) the whole installation's. There is no default (SEC-03). */
export type Scope = { readonly reseller: string };
export const everything: Scope = { reseller: '*' };
/** One customer's own: a few tables, and reading only (0181-customer-people.sql). No reseller has such an id, so all else is closed. */
export const ofCustomer = (customerId: string): Scope => ({ reseller: `customer:${customerId}` });

/** Whether a scope is one customer's own. */
export const isCustomers = ({ reseller }: Scope): boolean => reseller.startsWith('customer:');

const uuid = /^(customer:)?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const mostTries = 5; // F67: serialization failure and deadlock repeat the transaction, at most five times
const worthRepeating = (error: unknown): boolean => ['40001', '40P01'].includes(sqlState(error) ?? '') || isOutdatedPlan(error);

/**
 * Runs `work` in one transaction that sees only the scope's rows. Never around a remote call (B4). `work` may run several times: it must
 * change nothing but the database.
 */
export async function inScope<T>(db: Db, scope: Scope, work: (tx: Tx) => Promise<T>): Promise<T> {
  const enter = enterScope(scope);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await db.transaction().execute(async (tx) => {
        await sql.raw(enter).execute(tx);
        return work(tx);
      });
    } catch (error) {
      if (attempt >= mostTries || !worthRepeating(error)) throw error;
      await sleep(attempt * 5 * (0.5 + Math.random()));
    }
  }
}

/**
 * First in a transaction of a request that must not be cut off by the time limit of requests: one that keeps what comes only once (a password, a
 * token), or that touches so much that it would be cut off each time it is tried. Jobs have no limit anyway.
 */
export const withoutTimeLimit = (tx: Tx): Promise<unknown> => sql`set local statement_timeout = 0`.execute(tx);

/**
 * For reading: every statement sees only the scope's rows and is a transaction by itself, in one way to the server and back. For what need not
 * see the same moment in all its statements; nothing can be written through it.
 */
export function readIn(db: Db, scope: Scope): Db {
  const mark = RawNode.createWithSql(alone(enterScope(scope)));
  const transformQuery = ({ node }: { readonly node: RootOperationNode }): RootOperationNode => {
    if (node.kind === 'RawNode') return RawNode.create(['', ' ', ''], [mark, node]);
    if (node.kind === 'SelectQueryNode') return SelectQueryNode.cloneWithFrontModifier(node, SelectModifierNode.createWithExpression(mark));
    throw new Fault('scope_reads', 'permanent', 'What reads in a scope was told to write', { hint: 'This is a mistake in the program.' });
  };
  return db.withPlugin({ transformQuery, transformResult: ({ result }) => Promise.resolve(result) });
}

/** `set local` takes no parameters, and `set_config` is not passed on by Citus: so a quoted literal, of a value that is checked first. */
function enterScope(scope: Scope): string {
  if (scope.reseller !== '*' && !uuid.test(scope.reseller)) {
    throw new Fault('scope_unreadable', 'permanent', 'A scope is a reseller id or customer:id in lower case, or *', {
      hint: 'This is a mistake in the program.',
    });
  }
  return `set local citus.propagate_set_commands = 'local'; set local app.reseller = ${pg.escapeLiteral(scope.reseller)}`;
}

import { type RawBuilder, sql } from 'kysely';

const mark = '/* planned once */';

/**
 * Put in front of what a statement selects (`modifyFront`), it lets the server keep the statement parsed and planned under a name, for each
 * connection. For what every request asks, by a key, of tables that stay small: such a plan does not follow a table that grows.
 */
export const plannedOnce: RawBuilder<unknown> = sql.raw(mark);

export type NamedStatements = {
  /** The name under which to send a text that is planned once; undefined for every other. */
  readonly nameOf: (text: string) => string | undefined;
  /** After a change of tables kept plans do not hold: every text gets another name. */
  readonly forget: () => void;
};

export function nameStatements(): NamedStatements {
  const names = new Map<string, string>();
  let given = 0;
  const nameOf = (text: string): string | undefined => {
    if (!text.startsWith(`select ${mark}`)) return undefined;
    const known = names.get(text);
    if (known !== undefined) return known;
    given += 1;
    const name = `concord_${given}`;
    names.set(text, name);
    return name;
  };
  return {
    nameOf,
    forget: () => {
      names.clear();
    },
  };
}

/** What the server answers for a kept statement whose table has other columns now: SQLSTATE 0A000 with this text (PostgreSQL, plancache.c). */
export const isOutdatedPlan = (error: unknown): boolean =>
  error instanceof Error && error.message.includes('cached plan must not change result type');

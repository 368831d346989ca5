/** Texts that the server keeps parsed and planned under a name, for each connection: looking up a key took 0.3 ms to parse, 4.5 to plan and 1.2 to run. */
export type NamedStatements = {
  /** The name under which to send it; undefined: send it as it is. */
  readonly nameOf: (text: string, parameters: readonly unknown[]) => string | undefined;
  /** After a change of tables kept plans do not hold: every text gets another name. */
  readonly forget: () => void;
};

const oftenEnough = 5; // as many as PostgreSQL plans for the given values itself before it compares with a plan for all values
const mostNames = 300;
const mostCounted = 3_000;
const longest = 8_000;

/**
 * Names texts that come again and again. Not those with a list among their parameters: the best plan depends on how long it is, and a plan
 * for all values takes it for ten. Texts are built by code, so a few hundred are all there are; those of many rows, which are not, are
 * counted up to a bound.
 */
export function nameStatements(): NamedStatements {
  const names = new Map<string, string>();
  const counts = new Map<string, number>();
  let given = 0;
  const nameOf = (text: string, parameters: readonly unknown[]): string | undefined => {
    if (text.length > longest || !/^\s*(select|insert|update|delete|with)\b/i.test(text) || parameters.some(Array.isArray))
      return undefined;
    const known = names.get(text);
    if (known !== undefined || names.size >= mostNames) return known;
    const count = (counts.get(text) ?? 0) + 1;
    if (count < oftenEnough) {
      if (counts.size >= mostCounted) counts.clear();
      counts.set(text, count);
      return undefined;
    }
    counts.delete(text);
    given += 1;
    const name = `concord_${given}`;
    names.set(text, name);
    return name;
  };
  return {
    nameOf,
    forget: () => {
      names.clear();
      counts.clear();
    },
  };
}

/** What the server answers for a kept statement whose table has other columns now: SQLSTATE 0A000 with this text (PostgreSQL, plancache.c). */
export const isOutdatedPlan = (error: unknown): boolean =>
  error instanceof Error && error.message.includes('cached plan must not change result type');

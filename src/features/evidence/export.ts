import { sql } from 'kysely';
import { inScope } from '../../platform/db/transaction.ts';
import { type Context, seesCosts } from '../context.ts';
import type { DifferenceFilter } from '../reconciliation/index.ts';
import { type Pack, packWithoutCosts } from './pack.ts';
import { readRows } from './read-rows.ts';
import { type Format, renderers } from './render/render.ts';
import { controlTotals } from './totals.ts';
import { type Written, writeFile } from './write-file.ts';

export type Exported = { readonly status: 'written'; readonly file: Written } | { readonly status: 'too_many'; readonly most: number };

/** The rows of the list as a file, with what they add up to. One snapshot: the totals are those of exactly these rows. */
export const exportDifferences = (
  context: Context,
  { filter, sort, format }: { readonly filter: DifferenceFilter; readonly sort: string | undefined; readonly format: Format },
): Promise<Exported> =>
  inScope(context.db, context.scope, async (tx): Promise<Exported> => {
    await sql`set transaction isolation level repeatable read`.execute(tx);
    const totals = await controlTotals(tx, filter, context.actor);
    const count = totals.reduce((all, total) => all + total.count, 0);
    if (count > renderers[format].most) return { status: 'too_many', most: renderers[format].most };
    const at = context.clock.now().toString();
    const pack: Pack = {
      title: 'Differences',
      at,
      about: [
        ['Made by', context.actor.name],
        ['Made at', at],
        ['Filter', told(filter)],
        ['Differences', String(count)],
        ...sandbox(context),
      ],
      checks: [],
      totals,
      invoices: [],
      rows: readRows(tx, filter, context.actor, sort),
    };
    const shown = seesCosts(context.actor) ? pack : packWithoutCosts(pack);
    return { status: 'written', file: await writeFile(context, format, `differences-${at.slice(0, 10)}`, shown) };
  });

/** Figures of the sandbox are nobody's books. */
export const sandbox = ({ installation }: Context): [string, string][] => (installation.sandbox ? [['Sandbox', 'made-up data']] : []);

const told = (filter: DifferenceFilter): string => {
  const parts = Object.entries(filter).filter(([, value]) => value !== undefined);
  return parts.length === 0 ? 'none' : parts.map(([name, value]) => `${name}=${String(value)}`).join(' ');
};

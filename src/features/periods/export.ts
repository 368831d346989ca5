import { inScope } from '../../platform/db/transaction.ts';
import { type Context, seesCosts } from '../context.ts';
import {
  type EvidenceRow,
  type Format,
  type Pack,
  packWithoutCosts,
  readRows,
  renderers,
  sandbox,
  type Written,
  writeFile,
} from '../evidence/index.ts';
import { readContent, signOffsOf } from '../sign-offs/index.ts';
import { FrozenMonth } from './frozen.ts';
import { standingOf } from './standing.ts';

export type Exported = { readonly status: 'written'; readonly file: Written } | { readonly status: 'too_many'; readonly most: number };

/**
 * The evidence of a month. Signed off: what was frozen, the same bytes each time. Open: as it stands, which is said. Costs are hidden when it is
 * rendered, so that one frozen content serves everybody.
 */
export const exportPeriod = (context: Context, month: string, format: Format): Promise<Exported> =>
  inScope(context.db, context.scope, async (tx): Promise<Exported> => {
    const signOff = (await signOffsOf(tx, month)).find(({ reopened }) => reopened === undefined);
    const pack =
      signOff === undefined
        ? await openPack(context, tx, month)
        : frozenPack(context, FrozenMonth.parse(JSON.parse(await readContent(tx, signOff.signOffId))), signOff.hash);
    const count = pack.totals.reduce((all, total) => all + total.count, 0);
    const { most } = renderers[format];
    if (count > most) return { status: 'too_many', most };
    const shown = seesCosts(context.actor) ? pack : packWithoutCosts(pack);
    return { status: 'written', file: await writeFile(context, format, `evidence-${month}`, shown) };
  });

async function openPack(context: Context, tx: Parameters<typeof standingOf>[0], month: string): Promise<Pack> {
  const { checks, totals, invoices } = await standingOf(tx, month, context.actor);
  const at = context.clock.now().toString();
  return {
    title: `Evidence of ${month}, not signed off`,
    at,
    about: [['Made by', context.actor.name], ['Made at', at], ...sandbox(context)],
    checks,
    totals,
    invoices: invoices.map(({ header = null, ...each }) => ({ ...each, header })),
    rows: readRows(tx, { month }, context.actor),
  };
}

function frozenPack(context: Context, frozen: FrozenMonth, hash: string): Pack {
  return {
    title: `Evidence of ${frozen.month}`,
    at: frozen.signedOffAt,
    about: [
      ['Signed off by', frozen.signedOffBy],
      ['Signed off at', frozen.signedOffAt],
      ...(frozen.reason === null ? [] : [['In spite of', frozen.reason] as [string, string]]),
      ['Hash of the frozen content (SHA-256)', hash],
      ...sandbox(context),
    ],
    checks: frozen.checks,
    totals: seesCosts(context.actor) ? frozen.totals : frozen.totalsWithoutCosts,
    invoices: frozen.invoices.map(({ header = null, ...each }) => ({ ...each, header })),
    rows: each(frozen.differences),
  };
}

/** Rows of the store arrive one by one; these are here already. */
async function* each(rows: readonly EvidenceRow[]): AsyncGenerator<EvidenceRow> {
  await Promise.resolve();
  yield* rows;
}

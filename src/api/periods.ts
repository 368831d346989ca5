import type { z } from 'zod';
import * as contract from '../contract/periods.ts';
import {
  findPeriod,
  listPeriods,
  type PeriodDetail,
  type PeriodRow,
  reopenPeriod,
  type SignedOff,
  signOffPeriod,
} from '../features/periods/index.ts';
import type { Frozen } from '../features/sign-offs/index.ts';
import { publicId } from '../model/ids.ts';
import { money } from '../model/money.ts';
import { type Good, good, handle, type Mounted, type Refusal, refuse } from './handle.ts';

type PeriodReply = z.input<typeof contract.Period>;

export const periodRoutes: readonly Mounted[] = [
  handle(contract.listPeriods, async ({ context }) => good({ data: (await listPeriods(context)).map(shownPeriodRow) })),
  handle(contract.getPeriod, async ({ context, params }) => good(shownPeriod(await findPeriod(context, params.month)))),
  handle(contract.signOffPeriod, async ({ context, params, body }) =>
    answer(params.month, await signOffPeriod(context, params.month, body.reason)),
  ),
  handle(contract.reopenPeriod, async ({ context, params, body }) =>
    answer(params.month, await reopenPeriod(context, params.month, body.reason)),
  ),
];

function answer(month: string, outcome: SignedOff): Good<PeriodReply> | Refusal {
  switch (outcome.status) {
    case 'done':
      return good(shownPeriod(outcome.period));
    case 'not_ready':
      return refuse('period_not_ready', `${month} is not ready: ${notMet(outcome.checks)}`, {
        errors: outcome.checks
          .filter(({ state }) => state !== 'met')
          .map(({ id, sentence }) => ({ pointer: '/reason', code: id, detail: sentence })),
        hint: 'Do what is left, or sign off with a reason.',
      });
    case 'is_open':
      return refuse('conflict', `${month} is open.`);
    case 'is_closed':
      return refuse('conflict', `${month} is signed off already.`);
    case 'not_begun':
      return refuse('conflict', `${month} has not begun.`);
  }
}

const notMet = (checks: PeriodDetail['checks']): string =>
  checks
    .filter(({ state }) => state !== 'met')
    .map(({ sentence }) => sentence)
    .join(' ');

const shownPeriodRow = ({ month, todo, waiting, resolved, dismissed, signOff }: PeriodRow): z.input<typeof contract.PeriodRow> => ({
  month,
  state: signOff === undefined ? 'open' : 'signedOff',
  todo,
  waiting,
  resolved,
  dismissed,
  signedOffBy: signOff?.by ?? null,
  signedOffAt: signOff?.at.toString() ?? null,
});

const shownPeriod = (period: PeriodDetail): PeriodReply => ({
  month: period.month,
  state: period.signOff === undefined ? 'open' : 'signedOff',
  counts: { ...period.counts },
  checks: period.checks.map((check) => ({ ...check })),
  totals: period.totals.map(({ currency, per, found, resolved, dismissed, open }) => ({
    currency,
    per,
    found: money(found, currency),
    resolved: money(resolved, currency),
    dismissed: money(dismissed, currency),
    open: money(open, currency),
  })),
  invoices: period.invoices.map(({ currency, invoices, header, lines }) => ({
    currency,
    invoices,
    header: header === undefined ? null : money(header, currency),
    lines: money(lines, currency),
  })),
  costsLeftOut: period.costsLeftOut,
  signOff: period.signOff === undefined ? null : shownSignOff(period.signOff),
  changedSince: period.changedSince,
  history: period.history.map(shownSignOff),
});

const shownSignOff = ({ signOffId, by, at, reason, hash, reopened }: Frozen) => ({
  id: publicId('signOff', signOffId),
  by,
  at: at.toString(),
  reason: reason ?? null,
  hash,
  reopenedBy: reopened?.by ?? null,
  reopenedAt: reopened?.at.toString() ?? null,
  reopenReason: reopened?.reason ?? null,
});

import { z } from 'zod';
import * as contract from '../contract/customer-plans.ts';
import type { Context } from '../features/context.ts';
import {
  applyCustomerPlan,
  type CustomerPlan,
  type DuplicateCandidate,
  findCustomerPlan,
  ImportPlan,
  keepApart,
  listCustomerPlans,
  listDuplicates,
  type PlanRefusal,
  planImport,
  planMerge,
  planSplit,
  reportOf,
  undoCustomerPlan,
} from '../features/customers/index.ts';
import { startSync } from '../features/sync/index.ts';
import { idOf, publicId } from '../model/ids.ts';
import { good, handle, type Mounted, type Refusal, refuse } from './handle.ts';

const unknown = refuse('not_found', 'There is no such plan.');

const codes = {
  not_found: 'not_found',
  conflict: 'conflict',
  stale: 'plan_stale',
  not_undoable: 'plan_not_undoable',
} as const satisfies Record<PlanRefusal['because'], Refusal['refused']>;
const refused = ({ because, detail }: PlanRefusal): Refusal => refuse(codes[because], detail);

export const customerPlanRoutes: readonly Mounted[] = [
  handle(contract.listDuplicates, async ({ context }) => good({ data: (await listDuplicates(context)).map(presentPair) })),
  handle(contract.keepCustomersApart, async ({ context, body }) =>
    (await keepApart(context, body.customerId, body.otherId, body.reason))
      ? good(undefined)
      : refuse('not_found', 'One of the customers does not exist.'),
  ),
  handle(contract.createCustomerPlan, async ({ context, body }) => {
    const planned = await plan(context, body);
    return planned.status === 'refused' ? refused(planned) : shown(context, planned.planId);
  }),
  handle(contract.listCustomerPlans, async ({ context }) => good({ data: (await listCustomerPlans(context)).map(present) })),
  handle(contract.listImportRows, async ({ context, params }) => {
    const found = await findCustomerPlan(context, params.id);
    if (found?.kind !== 'import') return unknown;
    return good({
      data: ImportPlan.parse(found.wish).rows.map(({ tenantId, name, domain, action, because, resellerMpn, resellerName, customerId }) => ({
        ...{ tenantId, name, domain, action, because, resellerMpn, resellerName },
        customerId: customerId === null ? null : publicId('customer', customerId),
      })),
    });
  }),
  handle(contract.applyCustomerPlan, async ({ context, params }) => {
    const applied = await applyCustomerPlan(context, params.id);
    if (applied.status === 'refused') return refused(applied);
    const jobs =
      applied.status === 'imported'
        ? await startSync(context, { connectionId: idOf('connection', applied.connectionId), reach: 'full' })
        : undefined;
    const found = await findCustomerPlan(context, params.id);
    if (found === undefined) return unknown;
    const [job] = jobs?.status === 'started' ? jobs.jobIds : [];
    return good({ plan: present(found), jobId: job === undefined ? null : publicId('job', job) });
  }),
  handle(contract.undoCustomerPlan, async ({ context, params }) => {
    const undone = await undoCustomerPlan(context, params.id);
    return undone.status === 'refused' ? refused(undone) : shown(context, params.id);
  }),
];

type Wish = z.output<NonNullable<typeof contract.createCustomerPlan.body>>;

function plan(context: Context, wish: Wish) {
  switch (wish.kind) {
    case 'merge':
      return planMerge(context, wish.survivorId, wish.goneId);
    case 'split':
      return planSplit(context, wish.customerId);
    case 'import':
      return planImport(context, { connectionId: wish.connectionId, tenantIds: wish.tenantIds, resellers: wish.resellers });
  }
}

async function shown(context: Context, planId: string) {
  const found = await findCustomerPlan(context, planId);
  return found === undefined ? unknown : good(present(found));
}

const Moves = z.object({ tables: z.array(z.object({ table: z.string(), rows: z.number() })) });

const present = (found: CustomerPlan): z.input<typeof contract.CustomerPlan> => ({
  id: publicId('customerPlan', found.planId),
  kind: found.kind,
  state: found.state,
  title: found.title,
  fingerprint: found.fingerprint,
  createdBy: found.createdBy,
  createdAt: found.createdAt.toString(),
  expiresAt: found.expiresAt.toString(),
  appliedAt: found.appliedAt?.toString() ?? null,
  undoable: found.kind === 'merge' && found.state === 'applied',
  moves: found.kind === 'merge' ? Moves.parse(found.wish).tables : [],
  counts: found.kind === 'import' ? reportOf(ImportPlan.parse(found.wish).rows) : null,
});

const presentSide = ({ customerId, isGone, ...side }: DuplicateCandidate['first']) => ({
  ...side,
  customerId: publicId('customer', customerId),
  gone: isGone,
});

const presentPair = ({
  first,
  second,
  reasons,
  mergeable,
}: DuplicateCandidate): z.input<typeof contract.listDuplicates.reply & object>['data'][number] => ({
  first: presentSide(first),
  second: presentSide(second),
  reasons: reasons.map((each) => ({ ...each })),
  mergeable:
    mergeable === null ? null : { survivorId: publicId('customer', mergeable.survivorId), goneId: publicId('customer', mergeable.goneId) },
});

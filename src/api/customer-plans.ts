import { z } from 'zod';
import * as contract from '../contract/customer-plans.ts';
import type { Context } from '../features/context.ts';
import {
  applyCustomerPlan,
  type CustomerPlan,
  type DuplicateCandidate,
  findCustomerPlan,
  ImportCounts,
  type ImportRow,
  keepApart,
  listCustomerPlans,
  listDuplicates,
  listImportRows,
  type PlanRefusal,
  planImport,
  planMerge,
  planSplit,
  undoCustomerPlan,
} from '../features/customers/index.ts';
import { followCustomers } from '../features/mapping/index.ts';
import { reconcileCustomers } from '../features/reconciliation/index.ts';
import { publicId } from '../model/ids.ts';
import { good, handle, type Mounted, type Refusal, refuse } from './handle.ts';
import { defaultLimit } from './page.ts';

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
  handle(contract.getCustomerPlan, ({ context, params }) => shown(context, params.id)),
  handle(contract.listImportRows, async ({ context, params, query }) => {
    const { limit = defaultLimit, cursor, count = false, action: actions, q, sort } = query;
    if (cursor !== undefined && !/^\d{1,6}$/.test(cursor))
      return refuse('invalid_cursor', 'This place in the list is not known. Read it from its start.');
    const after = cursor === undefined ? undefined : Number(cursor);
    const page = await listImportRows(context, { planId: params.id, actions, q, descending: sort === '-listed', limit, after, count });
    return page === undefined
      ? unknown
      : good({
          data: page.rows.map(presentRow),
          page: { nextCursor: page.next?.toString() ?? null, previousCursor: null, hasMore: page.next !== undefined, limit },
          ...(page.total !== undefined && { totals: { rows: page.total, exact: true } }),
        });
  }),
  handle(contract.applyCustomerPlan, async ({ context, params }) => {
    const applied = await applyCustomerPlan(context, params.id);
    if (applied.status === 'refused') return refused(applied);
    if (applied.status === 'applied') await compareThem(context, applied.customerIds);
    const found = await findCustomerPlan(context, params.id);
    if (found === undefined) return unknown;
    return good({ plan: present(found), jobId: applied.status === 'started' ? publicId('job', applied.jobId) : null });
  }),
  handle(contract.undoCustomerPlan, async ({ context, params }) => {
    const undone = await undoCustomerPlan(context, params.id);
    if (undone.status === 'refused') return refused(undone);
    await compareThem(context, undone.customerIds);
    return shown(context, params.id);
  }),
];

async function compareThem(context: Context, customerIds: readonly string[]): Promise<void> {
  await followCustomers(context, customerIds);
  await reconcileCustomers(context, customerIds);
}

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

const Merge = z.object({
  ...{ survivorId: z.string(), survivorName: z.string(), goneId: z.string(), goneName: z.string() },
  tables: z.array(z.object({ table: z.string(), rows: z.number() })),
});
const Import = z.object({ connectionId: z.string() });

const presentRow = ({ tenantId, name, domain, action, because, resellerMpn, resellerName, customerId }: ImportRow) => ({
  ...{ tenantId, name, domain, action, because, resellerMpn, resellerName },
  customerId: customerId === null ? null : publicId('customer', customerId),
});

const presentMerge = ({ survivorId, survivorName, goneId, goneName }: z.output<typeof Merge>) => ({
  survivorId: publicId('customer', survivorId),
  survivorName,
  goneId: publicId('customer', goneId),
  goneName,
});

function present(found: CustomerPlan): z.input<typeof contract.CustomerPlan> {
  const merge = found.kind === 'import' ? undefined : Merge.safeParse(found.wish).data; // splits of an earlier version tell nothing
  return {
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
    merge: merge === undefined ? null : presentMerge(merge),
    moves: merge?.tables ?? [],
    // Plans of an earlier version have no counts beside them; they have expired long since.
    counts: found.counts === null ? null : ImportCounts.parse(found.counts),
    connectionId: found.kind === 'import' ? publicId('connection', Import.parse(found.wish).connectionId) : null,
    jobId: found.jobId === null ? null : publicId('job', found.jobId),
  };
}

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

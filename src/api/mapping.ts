import type { z } from 'zod';
import * as contract from '../contract/mapping.ts';
import {
  type AccountMappingRow,
  countMappings,
  type Decision,
  type DecisionOutcome,
  decideAccountMapping,
  decideProductMapping,
  listAccountMappings,
  listProductMappings,
  listTargets,
  type ProductMappingRow,
} from '../features/mapping/index.ts';
import { fromPublicId } from '../lib/ids.ts';
import { idPrefixes, publicId } from '../model/ids.ts';
import { matchTierOf } from '../model/mapping.ts';
import { termLabel } from '../model/term.ts';
import { good, handle, type Mounted, type Refusal, refuse } from './handle.ts';
import { defaultLimit, pageReply } from './page.ts';
import { readSort } from './sort.ts';

type Shared = AccountMappingRow | ProductMappingRow;

/** Accounts have ids of ours, services the PSA's own: `show` prints the one that fits. */
const presentShared = (row: Shared, show: (targetId: string) => string) => ({
  id: publicId('mapping', row.mappingId),
  connectionId: publicId('connection', row.connectionId),
  connectionName: row.connectionName,
  state: row.state,
  how: row.how,
  tier: row.how === null ? null : matchTierOf[row.how],
  evidence: [...row.evidence],
  candidates: row.candidates.map((each) => ({ ...each, targetId: show(each.targetId), evidence: [...each.evidence] })),
  decidedBy: row.decidedBy,
  reason: row.reason,
  ignoredUntil: row.ignoredUntil,
  changedAt: row.changedAt.toString(),
});

const accountId = (id: string): string => publicId('account', id);
const asIs = (id: string): string => id;

const presentAccount = (row: AccountMappingRow): z.input<typeof contract.AccountMapping> => ({
  ...presentShared(row, accountId),
  customerId: publicId('customer', row.customerId),
  customerName: row.customerName,
  customerDomain: row.customerDomain,
  tenantId: row.tenantId,
  side: row.side,
  accountId: row.targetId === null ? null : accountId(row.targetId),
  accountName: row.accountName,
});

const presentProduct = (row: ProductMappingRow): z.input<typeof contract.ProductMapping> => ({
  ...presentShared(row, asIs),
  productId: row.productId,
  skuId: row.skuId,
  productName: row.productName,
  term: row.term,
  frequency: row.frequency,
  termLabel: termLabel(row.term, row.frequency),
  serviceId: row.targetId,
  serviceName: row.serviceName,
  subscriptions: row.subscriptions,
  seats: row.seats,
});

const refusals: Readonly<Record<Extract<DecisionOutcome<unknown>, { status: 'refused' }>['because'], Refusal>> = {
  unknown: refuse('not_found', 'There is no such mapping.'),
  targetMissing: refuse('mapping_target_missing', 'What it should be mapped to does not exist (any more) in this connection.', {
    hint: 'Choose another one; a sync brings what is new.',
  }),
  nothingSuggested: refuse('conflict', 'Nothing is suggested here that could be accepted.', { hint: 'Choose the target yourself.' }),
  severalCandidates: refuse('conflict', 'Several candidates are equally good.', { hint: 'Choose one of them.' }),
  nothingToUndo: refuse('conflict', 'There is no decision to take back.'),
};

/** A public account id in a decision becomes ours; what is none stays as it is and will not be found. */
const withOwnId = (decision: Decision): Decision =>
  decision.decision === 'map'
    ? { decision: 'map', targetId: fromPublicId(idPrefixes.account, decision.targetId) ?? decision.targetId }
    : decision;

const answer = <Row, Reply>(outcome: DecisionOutcome<Row>, present: (row: Row) => Reply) =>
  outcome.status === 'decided' ? good(present(outcome.mapping)) : refusals[outcome.because];

export const mappingRoutes: readonly Mounted[] = [
  handle(contract.listAccountMappings, async ({ context, query: { limit, cursor, sort, count: _count, ...filter } }) => {
    const page = await listAccountMappings(context, { ...readSort(sort, 'name'), limit: limit ?? defaultLimit, cursor, filter });
    return good(pageReply(page, limit, presentAccount));
  }),
  handle(contract.listProductMappings, async ({ context, query: { limit, cursor, sort, count: _count, ...filter } }) => {
    const page = await listProductMappings(context, { ...readSort(sort, 'name'), limit: limit ?? defaultLimit, cursor, filter });
    return good(pageReply(page, limit, presentProduct));
  }),
  handle(contract.getMappingCounts, async ({ context }) => good(await countMappings(context))),
  handle(contract.decideAccountMapping, async ({ context, params, body }) =>
    answer(await decideAccountMapping(context, params.id, withOwnId(body)), presentAccount),
  ),
  handle(contract.decideProductMapping, async ({ context, params, body }) =>
    answer(await decideProductMapping(context, params.id, body), presentProduct),
  ),
  handle(contract.listMappingTargets, async ({ context, query }) => {
    const targets = await listTargets(context, query);
    const show = query.kind === 'account' ? accountId : asIs;
    return good({ data: targets.map((target) => ({ ...target, id: show(target.id) })) });
  }),
];

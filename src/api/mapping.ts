import type { z } from 'zod';
import * as contract from '../contract/mapping.ts';
import type { Context } from '../features/context.ts';
import {
  type AccountMappingRow,
  type CustomerMappingRow,
  countMappings,
  type Decision,
  type DecisionOutcome,
  decideAccountMapping,
  decideProductMapping,
  listAccountMappings,
  listCustomerMappings,
  listProductMappings,
  listTargets,
  type ProductMappingRow,
  readTrust,
  type Trust,
} from '../features/mapping/index.ts';
import { fromPublicId } from '../lib/ids.ts';
import { idPrefixes, publicId } from '../model/ids.ts';
import { type MappingState, matchTierOf } from '../model/mapping.ts';
import { termLabel } from '../model/term.ts';
import { good, handle, type Mounted, type Refusal, refuse } from './handle.ts';
import { defaultLimit, pageReply } from './page.ts';
import { readSort } from './sort.ts';

type Shared = AccountMappingRow | ProductMappingRow;
type Confidence = Trust['account'];

/** Accounts have ids of ours, services the PSA's own: `show` prints the one that fits. */
const presentShared = (row: Shared, show: (targetId: string) => string, trust: Confidence) => ({
  id: publicId('mapping', row.mappingId),
  connectionId: publicId('connection', row.connectionId),
  connectionName: row.connectionName,
  state: row.state,
  how: row.how,
  tier: row.how === null ? null : matchTierOf[row.how],
  evidence: [...row.evidence],
  candidates: row.candidates.map((each) => ({
    ...each,
    targetId: show(each.targetId),
    evidence: [...each.evidence],
    confidence: trust[each.how] ?? null,
  })),
  decidedBy: row.decidedBy,
  reason: row.reason,
  ignoredUntil: row.ignoredUntil,
  rejected: row.rejected.map(show),
  changedAt: row.changedAt.toString(),
});

const accountId = (id: string): string => publicId('account', id);
const asIs = (id: string): string => id;

export const presentAccount = (row: AccountMappingRow, trust: Trust): z.input<typeof contract.AccountMapping> => ({
  ...presentShared(row, accountId, trust.account),
  customerId: publicId('customer', row.customerId),
  customerName: row.customerName,
  customerDomain: row.customerDomain,
  tenantId: row.tenantId,
  side: row.side,
  accountId: row.targetId === null ? null : accountId(row.targetId),
  accountName: row.accountName,
  isAbsent: row.isAbsent,
  isNeeded: row.isNeeded,
  isExtra: row.isExtra,
  covers: [...row.covers],
});

const presentCustomer = ({ customerId, links, ...row }: CustomerMappingRow, trust: Trust): z.input<typeof contract.CustomerMapping> => ({
  ...row,
  customerId: publicId('customer', customerId),
  stakes: [...row.stakes],
  firstSeenAt: row.firstSeenAt.toString(),
  changedAt: row.changedAt.toString(),
  links: links.map((link) => presentAccount(link, trust)),
});

const presentProduct = (row: ProductMappingRow, trust: Trust): z.input<typeof contract.ProductMapping> => ({
  ...presentShared(row, asIs, trust.product),
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
  segment: row.segment,
  promotionId: row.promotionId,
  distributors: row.distributors.map(({ connectionId, name }) => ({ id: publicId('connection', connectionId), name })),
  supersededBy: row.supersededBy,
  sharedTerms: row.sharedTerms.map(({ productName, term, frequency }) => ({ productName, termLabel: termLabel(term, frequency) })),
  stakes: [...row.stakes],
  firstSeenAt: row.firstSeenAt.toString(),
});

export const decisionRefusals: Readonly<Record<Extract<DecisionOutcome<unknown>, { status: 'refused' }>['because'], Refusal>> = {
  unknown: refuse('not_found', 'There is no such mapping.'),
  targetMissing: refuse('mapping_target_missing', 'What it should be mapped to does not exist (any more) in this connection.', {
    hint: 'Choose another one; a sync brings what is new.',
  }),
  nothingSuggested: refuse('conflict', 'Nothing is suggested here that could be accepted.', { hint: 'Choose the target yourself.' }),
  severalCandidates: refuse('conflict', 'Several candidates are equally good.', { hint: 'Choose one of them.' }),
  sinceAhead: refuse('conflict', 'The day from which it counts has to be before today.', {
    hint: 'Leave it out to have it count from now on.',
  }),
  closedPeriod: refuse('conflict', 'A month since that day is signed off, and what is signed off never changes.', {
    hint: 'Choose a day in a later month, or reopen the month first.',
  }),
  nothingToUndo: refuse('conflict', 'There is no decision to take back.'),
};

/** A public account id in a decision becomes ours; what is none stays as it is and will not be found. */
export const withOwnId = (decision: Decision): Decision =>
  decision.decision === 'map' || decision.decision === 'reject'
    ? { ...decision, targetId: fromPublicId(idPrefixes.account, decision.targetId) ?? decision.targetId }
    : decision;

const answer = async <Row, Reply>(context: Context, outcome: DecisionOutcome<Row>, present: (row: Row, trust: Trust) => Reply) =>
  outcome.status === 'decided' ? good(present(outcome.mapping, await readTrust(context))) : decisionRefusals[outcome.because];

type ByState<T> = Partial<Record<MappingState, T>>;
const open = <T>(sums: ByState<readonly T[]>): ByState<T[]> =>
  Object.fromEntries(Object.entries(sums).map(([state, money]) => [state, [...money]]));

export const mappingRoutes: readonly Mounted[] = [
  handle(contract.listAccountMappings, async ({ context, query: { limit, cursor, sort, count: _count, ...filter } }) => {
    const page = await listAccountMappings(context, { ...readSort(sort, 'name'), limit: limit ?? defaultLimit, cursor, filter });
    const trust = await readTrust(context);
    return good(pageReply(page, limit, (row) => presentAccount(row, trust)));
  }),
  handle(contract.listCustomerMappings, async ({ context, query: { limit, cursor, sort, count: _count, ...filter } }) => {
    const page = await listCustomerMappings(context, { ...readSort(sort, 'name'), limit: limit ?? defaultLimit, cursor, filter });
    const trust = await readTrust(context);
    return good(pageReply(page, limit, (row) => presentCustomer(row, trust)));
  }),
  handle(contract.listProductMappings, async ({ context, query: { limit, cursor, sort, count: _count, ...filter } }) => {
    const page = await listProductMappings(context, { ...readSort(sort, 'name'), limit: limit ?? defaultLimit, cursor, filter });
    const trust = await readTrust(context);
    return good(pageReply(page, limit, (row) => presentProduct(row, trust)));
  }),
  handle(contract.getMappingCounts, async ({ context }) => {
    const { accountStakes, productStakes, ...counts } = await countMappings(context);
    return good({ ...counts, accountStakes: open(accountStakes), productStakes: open(productStakes) });
  }),
  handle(contract.decideAccountMapping, async ({ context, params, body }) =>
    answer(context, await decideAccountMapping(context, params.id, withOwnId(body)), presentAccount),
  ),
  handle(contract.decideProductMapping, async ({ context, params, body }) =>
    answer(context, await decideProductMapping(context, params.id, body), presentProduct),
  ),
  handle(contract.listMappingTargets, async ({ context, query }) => {
    const { targets, hidden } = await listTargets(context, query);
    const show = query.kind === 'account' ? accountId : asIs;
    return good({ data: targets.map((target) => ({ ...target, id: show(target.id) })), hidden });
  }),
];

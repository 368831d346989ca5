import { json, type RemoteAnswer } from '../../remote.ts';
import type { PartnerAccount, Subscription, Transfer } from '../../world/types.ts';
import { put, type World } from '../../world/world.ts';
import { type Fields, listOf, readBody, toFields, wordOf } from '../body.ts';
import { actorOf, byWhom, type Call } from '../call.ts';
import { findCustomer } from '../customers/find.ts';
import { isRefusal, type Refusal, refuse } from '../errors.ts';
import { no } from '../subscriptions/codes.ts';
import { kindOf } from '../subscriptions/kinds.ts';
import { transferAnswer } from './answers.ts';
import { eligibilityOf } from './eligibility.ts';

/** The partner who wants the subscriptions asks the one who has them. */
export function create(call: Call): RemoteAnswer | Refusal {
  const known = findCustomer(call.world, call.account, call.params['customerId'] ?? '');
  if (isRefusal(known)) return known;
  const body = readBody(call.request.body);
  if (body === undefined) return refuse(800002);
  const source = sourceOf(call, body);
  if (isRefusal(source)) return source;
  const customerId = known.customer.id;
  const relationship = call.world.tables.relationships.get(`${source.id}:${customerId}`);
  if (relationship === undefined || relationship.removedAt !== undefined) return no(900118);
  const open = call.world.tables.transfers.by('customerId', customerId).find((one) => isOpenBetween(one, source.id, call.account.id));
  if (open !== undefined) return no(900101, open.id);
  const subscriptionIds = wantedIds(call.world, `${source.id}:${customerId}`, body);
  if (isRefusal(subscriptionIds)) return subscriptionIds;
  const now = call.world.clock.now();
  const row: Transfer = {
    id: call.world.newId(),
    customerId,
    sourceAccountId: source.id,
    targetAccountId: call.account.id,
    status: 'Pending',
    subscriptionIds,
    taken: [],
    createdAt: call.world.now(),
    modifiedAt: call.world.now(),
    modifiedBy: call.userPrincipalName ?? call.token.clientId,
    expiresAt: now.add({ hours: call.world.switch('movements').transferDays * 24 }).toString({ smallestUnit: 'second' }),
  };
  call.world.apply({
    kind: 'transfer.created',
    actor: actorOf(call),
    cause: call.requestId,
    about: { ...byWhom(call), customerId, transferId: row.id },
    changes: [put('transfers', row)],
  });
  return json(201, transferAnswer(call.world, row));
}

const isOpenBetween = (row: Transfer, sourceId: string, targetId: string): boolean =>
  (row.status === 'Pending' || row.status === 'InProgress') && row.sourceAccountId === sourceId && row.targetAccountId === targetId;

/** The other partner, by tenant, by domain or by the domain of an address. */
function sourceOf({ world, account }: Call, body: Fields): PartnerAccount | Refusal {
  const tenant = wordOf(body, 'sourcePartnerTenantId').toLowerCase();
  const domain = (wordOf(body, 'sourcePartnerDomain') || (wordOf(body, 'sourcePartnerEmail').split('@')[1] ?? '')).toLowerCase();
  if (tenant === '' && domain === '') return no(900136);
  const found = world.tables.partnerAccounts
    .all()
    .find((one) => one.tenantId.toLowerCase() === tenant || one.domain.toLowerCase() === domain);
  if (found === undefined) return no(900147);
  if (found.id === account.id) return no(900148);
  return found.cloud === account.cloud ? found : no(900138, found.tenantId, found.cloud);
}

/** The named ones, or all that can go. */
function wantedIds(world: World, relationshipId: string, body: Fields): readonly string[] | Refusal {
  const own = world.tables.subscriptions.by('relationship', relationshipId);
  const lines = listOf(body, 'lineItems') ?? [];
  const able = own.filter((row) => eligibilityOf(world, row).isEligible);
  if (lines.length === 0) return able.length === 0 ? no(800078) : able.map(({ id }) => id);
  const named = lines.map((line) => wordOf(toFields(line), 'subscriptionId').toLowerCase());
  if (named.every((id) => able.some((row) => row.id === id))) return [...new Set(named)];
  return (
    whyNot(
      world,
      own.filter((row) => named.includes(row.id)),
    ) ?? no(800078)
  );
}

/** What never goes along has a code of its own. */
function whyNot(world: World, rows: readonly Subscription[]): Refusal | undefined {
  const kinds = rows.map((row) => kindOf(world, row));
  if (kinds.includes('legacyAzure')) return no(900131);
  if (kinds.includes('reservation')) return no(900145);
  return kinds.includes('marketplace') ? no(900146) : undefined;
}

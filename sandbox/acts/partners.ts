import { newRequestId } from '../partner-center/service-requests/state.ts';
import { supportTopics } from '../partner-center/service-requests/topics.ts';
import type { FraudEventRow, PartnerCompany, ServiceRequestRow } from '../world/types.ts';
import { put } from '../world/world.ts';
import { type Act, flagIn, textIn, wholeIn } from './act.ts';
import { accountIn } from './customers.ts';

/** {account, title, description?, severity?, customer? (tenant), supportTopicId?}: somebody opens a request for support in the portal. */
const openRequest: Act = (world, input) => {
  const account = accountIn(world, input);
  const title = textIn(input, 'title') ?? '';
  if (account === undefined || title === '') return { refused: 'account or title is missing' };
  const customerId = textIn(input, 'customer')?.toLowerCase();
  const severity = (['minimal', 'moderate', 'critical'] as const).find((one) => one === textIn(input, 'severity'));
  const now = world.now();
  const row: ServiceRequestRow = {
    id: newRequestId(world.random()),
    accountId: account.id,
    ...(customerId === undefined ? {} : { customerId }),
    title,
    description: textIn(input, 'description') ?? '',
    severity: severity ?? 'minimal',
    status: 'open',
    supportTopicId: textIn(input, 'supportTopicId') ?? String(supportTopics[0].id),
    createdAt: now,
    modifiedAt: now,
    notes: [],
  };
  world.apply({
    kind: 'serviceRequest.opened',
    actor: { kind: 'user', name: account.users[0]?.userPrincipalName ?? 'portal' },
    cause: 'portal',
    about: { accountId: account.id },
    changes: [put('serviceRequests', row)],
  });
  return { done: row };
};

/** {subscriptionId, account, customer (tenant), eventType?, severity?, hits?}: Microsoft finds unusual use and tells the partner. */
const fraud: Act = (world, input) => {
  const account = accountIn(world, input);
  const subscriptionId = textIn(input, 'subscriptionId') ?? '';
  const customerId = (textIn(input, 'customer') ?? '').toLowerCase();
  if (account === undefined || subscriptionId === '' || world.tables.relationships.get(`${account.id}:${customerId}`) === undefined) {
    return { refused: 'account, customer or subscriptionId is wrong' };
  }
  const entityId = world.newId();
  const severity = (['Low', 'Medium', 'High'] as const).find((one) => one === textIn(input, 'severity'));
  const row: FraudEventRow = {
    id: `${subscriptionId}_${entityId}`,
    accountId: account.id,
    customerId,
    subscriptionId,
    entityId,
    eventType: textIn(input, 'eventType') ?? 'NetworkConnectionsToCryptoMiningPools',
    severity: severity ?? 'Medium',
    hitCount: wholeIn(input, 'hits') ?? 10,
    status: 'Active',
    firstAt: world.now(),
    lastAt: world.now(),
  };
  world.apply({
    kind: 'fraud.detected',
    actor: { kind: 'system', name: 'Microsoft' },
    cause: 'security',
    about: { accountId: account.id, customerId, subscriptionId },
    changes: [put('fraudEvents', row)],
  });
  return { done: row };
};

const told = (row: PartnerCompany, input: Readonly<Record<string, unknown>>): PartnerCompany => ({
  ...row,
  name: textIn(input, 'name') ?? row.name,
  country: textIn(input, 'country') ?? row.country,
  agreementSigned: flagIn(input, 'signed') ?? row.agreementSigned,
});

/** {account, mpnId, name?, country?, signed?}: an indirect reseller joins his provider, or signs (or loses) his agreement. */
const reseller: Act = (world, input) => {
  const account = accountIn(world, input);
  const mpnId = textIn(input, 'mpnId') ?? '';
  if (account?.partnerType !== 'indirectProvider' || !/^\d+$/.test(mpnId))
    return { refused: 'account is no indirect provider, or mpnId is missing' };
  const before = world.tables.partnerCompanies
    .by('mpnId', mpnId)
    .find((row) => row.accountId === account.id && row.removedAt === undefined);
  const fresh: PartnerCompany = {
    id: world.newId(),
    accountId: account.id,
    name: `Reseller ${mpnId}`,
    mpnId,
    country: account.country,
    agreementSigned: true,
    forTrial: false,
    createdAt: world.now(),
  };
  const row = told(before ?? fresh, input);
  world.apply({
    kind: 'reseller.changed',
    actor: { kind: 'user', name: row.name },
    cause: 'portal',
    about: { accountId: account.id },
    changes: [put('partnerCompanies', row)],
  });
  return { done: row };
};

/** {account, customer (tenant)}: Microsoft itself ends the delegated rights of old that a customer once gave. */
const endRights: Act = (world, input) => {
  const account = accountIn(world, input);
  const row = world.tables.relationships.get(`${account?.id ?? ''}:${(textIn(input, 'customer') ?? '').toLowerCase()}`);
  if (row?.allowDelegatedAccess !== true) return { refused: 'that account has no such rights at this customer' };
  const done = { ...row, allowDelegatedAccess: false };
  world.apply({
    kind: 'microsoft.endedDelegatedAccess',
    actor: { kind: 'system', name: 'Microsoft' },
    cause: 'security',
    about: { accountId: row.accountId, customerId: row.customerId },
    changes: [put('relationships', done)],
  });
  return { done };
};

/** {account, related?}: somebody sends the partner a referral, or one to share; the sandbox tells of it and keeps nothing. */
const referral: Act = (world, input) => {
  const account = accountIn(world, input);
  if (account === undefined) return { refused: 'account is missing' };
  const id = world.newId();
  world.apply({
    kind: flagIn(input, 'related') === true ? 'relatedReferral.created' : 'referral.created',
    actor: { kind: 'system', name: 'Microsoft' },
    cause: 'portal',
    about: { accountId: account.id, referralId: id },
    changes: [],
  });
  return { done: { id } };
};

/** What happens to a partner outside the API. */
export const partnerActs: Readonly<Record<string, Act>> = {
  'partner.openServiceRequest': openRequest,
  'partner.reseller': reseller,
  'partner.referral': referral,
  'microsoft.fraudEvent': fraud,
  'microsoft.endDelegatedAccess': endRights,
};

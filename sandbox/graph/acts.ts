import { type Act, type Acted, textIn } from '../acts/act.ts';
import { findAccount, findCustomer } from '../control/find.ts';
import type { GdapRelationship, PartnerAccount } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { answerOfReseller, approveByCustomer, type By, declineByCustomer, terminate } from './life.ts';
import { offerThroughReseller } from './provider.ts';
import { isAllowedDuration, isTakenName } from './rules.ts';

type Input = Readonly<Record<string, unknown>>;

/** {id}, or {customer, account?}: the newest relationship of that customer (with that partner). */
function find(world: World, input: Input): GdapRelationship | undefined {
  const id = textIn(input, 'id');
  if (id !== undefined) return world.tables.gdap.get(id.toLowerCase());
  const customer = findCustomer(world, textIn(input, 'customer') ?? '');
  const account = findAccount(world, textIn(input, 'account') ?? '');
  if (customer === undefined) return undefined;
  return world.tables.gdap
    .by('customerId', customer.id)
    .filter((row) => account === undefined || row.accountId === account.id)
    .at(-1);
}

const onRelationship =
  (what: string, work: (world: World, row: GdapRelationship, input: Input) => boolean): Act =>
  (world, input): Acted => {
    const row = find(world, input);
    if (row === undefined) return { refused: 'no delegated access relationship fits' };
    if (!work(world, row, input)) return { refused: `a relationship that is ${row.status} cannot be ${what}` };
    return { done: world.tables.gdap.get(row.id) };
  };

/** An administrator of the customer, in his own portal. */
export const byCustomer = (world: World, customerId: string | undefined): By => {
  const customer = customerId === undefined ? undefined : world.tables.customers.get(customerId);
  return { actor: { kind: 'user', name: `admin@${customer?.defaultDomain ?? 'customer'}` }, cause: 'admin center' };
};

/** The reseller's administrator, in the partner portal. */
export const byPartner = (account: PartnerAccount | undefined): By => ({
  actor: { kind: 'user', name: account?.users[0]?.userPrincipalName ?? 'partner' },
  cause: 'portal',
});

const decided = (action: 'approve' | 'reject') => (world: World, row: GdapRelationship) =>
  answerOfReseller(world, row.id, action, byPartner(world.tables.partnerAccounts.get(row.accountId))) !== undefined;

const usualRoles = ['f2ef992c-3afb-46b9-b7cf-a126ee74c451', 'f023fd81-a637-4b56-95fd-791ac0226033'];

/** {provider, reseller, customer, displayName?, duration?}: an indirect provider asks for access on behalf of his reseller. */
const offer: Act = (world, input) => {
  const [provider, reseller] = ['provider', 'reseller'].map((name) => findAccount(world, textIn(input, name) ?? ''));
  const customer = findCustomer(world, textIn(input, 'customer') ?? '');
  if (provider === undefined || reseller === undefined || customer === undefined)
    return { refused: 'provider, reseller or customer is unknown' };
  if (provider.partnerType !== 'indirectProvider' || reseller.partnerType !== 'indirectReseller')
    return { refused: 'only an indirect provider asks on behalf of an indirect reseller' };
  const displayName = textIn(input, 'displayName') ?? `${customer.domain.slice(0, 30)}_${reseller.mpnId}`;
  const duration = textIn(input, 'duration') ?? 'P730D';
  if (isTakenName(world, reseller.id, displayName)) return { refused: 'that name is taken' };
  if (!isAllowedDuration(duration)) return { refused: 'the duration is between P1D and P2Y' };
  return {
    done: offerThroughReseller(world, {
      provider,
      reseller,
      customerId: customer.id,
      displayName,
      duration,
      roleDefinitionIds: usualRoles,
    }),
  };
};

/** What people on the other sides of delegated access do: the customer's administrator, the indirect provider and his reseller. */
export const gdapActs: Readonly<Record<string, Act>> = {
  'gdap.accept': onRelationship('accepted', (world, row, input) => {
    const customerId = row.customerId ?? findCustomer(world, textIn(input, 'customer') ?? '')?.id;
    return approveByCustomer(world, row.id, byCustomer(world, customerId), customerId);
  }),
  'gdap.decline': onRelationship('declined', (world, row) => declineByCustomer(world, row.id, byCustomer(world, row.customerId))),
  'gdap.end': onRelationship('ended', (world, row) => terminate(world, row.id, byCustomer(world, row.customerId))),
  'gdap.offer': offer,
  'gdap.resellerApprove': onRelationship('approved by the reseller', decided('approve')),
  'gdap.resellerReject': onRelationship('rejected by the reseller', decided('reject')),
};

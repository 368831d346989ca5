import type { Acted } from '../acts/act.ts';
import { buySeats } from '../acts/buy.ts';
import { actNames, doAct } from '../control/act.ts';
import { turn } from '../control/switches.ts';
import { changeTenantOf } from '../control/tenant.ts';
import type { FaultBook } from '../faults/fault-book.ts';
import { approveByCustomer, expire, removeRole, terminate } from '../graph/life.ts';
import { type SwitchName, switchGroups, turned } from '../world/switches.ts';
import type { Subscription } from '../world/types.ts';
import { put, type World } from '../world/world.ts';
import { orderAtDistributor, tellDistributor, tellPsa, tellTwice } from './books.ts';
import { atDistributor, customerOf, linesOf, Misfit, subscriptionOf } from './find.ts';
import type { AtDistributor, AtPsa, Step, StepOf } from './language.ts';
import { spanMs } from './when.ts';

/** What a step works with. `later`: something that happens so many milliseconds after it. */
export type Doing = {
  readonly world: World;
  readonly faults: FaultBook;
  readonly names: Map<string, string>;
  readonly scenario: string;
  readonly later: (afterMs: number, happen: () => void) => void;
};

/** Whom a step touched. */
export type Subject = { readonly customerId?: string; readonly subscriptionId?: string };

type AtMicrosoft = Extract<Step, { readonly by: unknown }>;

/** Carries one step out, now. Throws Misfit when the world does not allow it. */
export function doStep(step: Step, doing: Doing): Subject {
  if (step.act === 'buy') return bought(step, doing);
  if ('by' in step) return changed(step, doing);
  return otherStep(step, doing);
}

function bought(step: StepOf<'buy'>, doing: Doing): Subject {
  const { world } = doing;
  const customer = customerOf(world, step.customer);
  const sellers = world.tables.relationships.by('customerId', customer.id).filter(({ removedAt }) => removedAt === undefined);
  const atDistributorToo =
    step.through === 'distributor' || (step.through === undefined && sellers.every(({ accountId }) => isReseller(world, accountId)));
  const seller = sellers.find(({ accountId }) => isReseller(world, accountId) === atDistributorToo);
  if (seller === undefined)
    throw new Misfit(`nobody sells to ${customer.name} ${atDistributorToo ? 'through the distributor' : 'directly'}`);
  const distributorAccountId = atDistributorToo ? world.tables.distributorCompanies.by('customerId', customer.id)[0]?.accountId : undefined;
  const done = asWhom(doing, step, seller.accountId, () =>
    buySeats(world, {
      accountId: seller.accountId,
      customerId: customer.id,
      skuKey: step.sku,
      term: step.term,
      billingCycle: step.cycle,
      quantity: step.seats,
      ...(distributorAccountId === undefined ? {} : { distributorAccountId }),
      by: { actor: { kind: 'user', name: 'portal' }, cause: doing.scenario },
    }),
  );
  if ('refused' in done) throw new Misfit(done.refused);
  const { id } = done.done;
  if (step.as !== undefined) doing.names.set(step.as, id);
  if (distributorAccountId !== undefined && (step.distributor ?? 'follows') === 'follows') orderAtDistributor(world, done.done);
  told(step, id, doing);
  return { customerId: customer.id, subscriptionId: id };
}

const isReseller = (world: World, accountId: string): boolean =>
  world.tables.partnerAccounts.get(accountId)?.partnerType === 'indirectReseller';

function changed(step: Exclude<AtMicrosoft, StepOf<'buy'>>, doing: Doing): Subject {
  const { world } = doing;
  const before = subscriptionOf(world, step.subscription, doing.names);
  const subject = { customerId: before.customerId, subscriptionId: before.id };
  if (step.act === 'promotion') promoted(world, before, step.promotion);
  else {
    const [action, members] = portalAct(step, before);
    const follows = (step.distributor ?? 'follows') === 'follows';
    const done = asWhom(doing, step, before.accountId, () =>
      acted(world, action, { subscriptionId: before.id, ...members, ...(follows ? {} : { distributor: false }) }),
    );
    if ('refused' in done) throw new Misfit(done.refused);
  }
  told(step, before.id, doing);
  return subject;
}

function portalAct(
  step: Exclude<AtMicrosoft, StepOf<'buy' | 'promotion'>>,
  before: Subscription,
): readonly [string, Readonly<Record<string, unknown>>] {
  switch (step.act) {
    case 'seats':
      return ['portal.seats', { quantity: step.to ?? before.quantity + (step.add ?? 0), ...(step.force === true ? { force: true } : {}) }];
    case 'cancel':
      return ['portal.cancel', step.force === true ? { force: true } : {}];
    case 'suspend':
      return ['portal.suspend', {}];
    case 'reactivate':
      return ['portal.reactivate', {}];
    case 'autoRenew':
      return ['portal.autoRenew', { autoRenew: step.on }];
    case 'nextTerm':
      return ['portal.nextTerm', { term: step.term, billingCycle: step.cycle, quantity: step.seats }];
  }
}

/** By a person in the portal, or by a program through the API: events say which. */
function asWhom<Done>({ world, scenario }: Doing, { by }: AtMicrosoft, accountId: string, work: () => Done): Done {
  const account = world.tables.partnerAccounts.get(accountId);
  const actor =
    by === 'api'
      ? ({ kind: 'api', name: account?.app.clientId ?? 'app' } as const)
      : ({ kind: 'user', name: account?.users[0]?.userPrincipalName ?? 'portal' } as const);
  return world.acting({ actor, cause: scenario }, work);
}

/** What the other books are told of it, and when. */
function told(step: AtMicrosoft, subscriptionId: string, doing: Doing): void {
  toDistributor(step.distributor ?? 'follows', subscriptionId, doing);
  toPsa(step.psa ?? 'told', subscriptionId, doing);
}

function toDistributor(said: AtDistributor, subscriptionId: string, { world, later }: Doing): void {
  if (typeof said === 'string') return;
  later(said.after === undefined ? 0 : spanMs(said.after), () => {
    tellDistributor(world, subscriptionId, said);
  });
}

function toPsa(said: AtPsa, subscriptionId: string, { world, later }: Doing): void {
  if (said === 'never') return;
  if (said === 'twice') tellTwice(world, subscriptionId);
  else if (said === 'told') tellPsa(world, subscriptionId, {});
  else
    later(said.after === undefined ? 0 : spanMs(said.after), () => {
      tellPsa(world, subscriptionId, said);
    });
}

function promoted(world: World, { promotionId: _before, ...subscription }: Subscription, promotionId: string | null): void {
  world.apply({
    kind: 'subscription.updated',
    actor: { kind: 'user', name: 'portal' },
    cause: 'promotion',
    about: {
      accountId: subscription.accountId,
      customerId: subscription.customerId,
      subscriptionId: subscription.id,
      operationType: 'update_subscription',
    },
    changes: [
      put('subscriptions', {
        ...subscription,
        ...(promotionId === null ? {} : { promotionId }),
        modifiedAt: world.now(),
        version: subscription.version + 1,
      }),
    ],
  });
}

function otherStep(step: Exclude<Step, AtMicrosoft>, doing: Doing): Subject {
  const { world, names } = doing;
  switch (step.act) {
    case 'psaLine':
    case 'psaCopy':
    case 'psaDelete':
      return atPsa(step, subscriptionOf(world, step.subscription, names), doing);
    case 'atDistributor':
      return distributorErrs(step, subscriptionOf(world, step.subscription, names), doing);
    case 'listPrice':
      return listPrice(step, doing);
    case 'access':
      return access(step, doing);
    case 'relationship':
      return relationship(step, doing);
    case 'do':
      return anyAct(step, doing);
    default:
      turnKnob(step, doing);
      return {};
  }
}

type Knob = StepOf<'webhooks' | 'switch' | 'fault' | 'faultsEnd' | 'wait'>;

/** What a trainer does to the sandbox itself. */
function turnKnob(step: Knob, { world, faults }: Doing): void {
  if (step.act === 'webhooks') turnMembers(world, 'webhooks', { mode: { delivered: 'deliver', held: 'hold', lost: 'drop' }[step.are] });
  else if (step.act === 'switch') turnMembers(world, switchName(step.name), step.set);
  else if (step.act === 'fault') faults.add(step.rule);
  else if (step.act === 'faultsEnd') faults.clear();
}

function atPsa(step: StepOf<'psaLine' | 'psaCopy' | 'psaDelete'>, subscription: Subscription, doing: Doing): Subject {
  const [line] = linesOf(doing.world, subscription);
  if (line === undefined) throw new Misfit('the PSA has no line for it');
  const additionId = line.id;
  if (step.act === 'psaLine')
    perform(doing, 'psa.editLine', {
      additionId,
      quantity: step.seats,
      unitPrice: step.price,
      unitCost: step.cost,
      cancelledDate: step.ends,
    });
  else perform(doing, step.act === 'psaCopy' ? 'psa.copyLine' : 'psa.deleteLine', { additionId });
  return { customerId: subscription.customerId, subscriptionId: subscription.id };
}

function distributorErrs({ seats, cost }: StepOf<'atDistributor'>, subscription: Subscription, doing: Doing): Subject {
  const row = atDistributor(doing.world, subscription);
  if (row === undefined) throw new Misfit('the distributor does not have it');
  perform(doing, 'distributor.edit', { subscriptionId: row.id, quantity: seats, partnerCost: cost });
  return { customerId: subscription.customerId, subscriptionId: subscription.id };
}

function acted(world: World, action: string, members: Readonly<Record<string, unknown>>): Acted {
  return doAct(world, action, members) ?? { refused: `there is no action ${action}: ${actNames.join(', ')}` };
}

function perform({ world }: Doing, action: string, members: Readonly<Record<string, unknown>>): unknown {
  const given = Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
  const done = acted(world, action, given);
  if ('refused' in done) throw new Misfit(done.refused);
  return done.done;
}

function anyAct(step: StepOf<'do'>, doing: Doing): Subject {
  const { subscription, ...members } = step.with;
  const named = typeof subscription === 'string' ? doing.names.get(subscription) : undefined;
  const done = perform(doing, step.action, { ...members, ...(named === undefined ? {} : { subscriptionId: named }) });
  return typeof done === 'object' && done !== null && 'customerId' in done && 'id' in done
    ? { customerId: String(done.customerId), subscriptionId: String(done.id) }
    : {};
}

function listPrice(step: StepOf<'listPrice'>, { world, scenario }: Doing): Subject {
  const row = world.tables.availabilities.by('sku', step.sku).find((one) => one.term === step.term && one.billingCycle === step.cycle);
  if (row === undefined) throw new Misfit(`${step.sku} is not sold in that form`);
  world.apply({
    kind: 'price.changed',
    actor: { kind: 'system', name: 'Microsoft' },
    cause: scenario,
    about: { productId: row.productId },
    changes: [put('availabilities', { ...row, unitPrice: step.price })],
  });
  return {};
}

function access({ customer, does }: StepOf<'access'>, { world, scenario }: Doing): Subject {
  const { id } = customerOf(world, customer);
  const row = world.tables.gdap.by('customerId', id).at(-1);
  if (row === undefined) throw new Misfit('this customer has no delegated access');
  const by = { actor: { kind: 'user', name: 'admin@customer' }, cause: scenario } as const;
  const done = {
    approve: () => approveByCustomer(world, row.id, by),
    terminate: () => terminate(world, row.id, by),
    expire: () => expire(world, row.id, { ...by, actor: { kind: 'system', name: 'Microsoft' } }),
    removeRole: () => removeRole(world, row.id, row.roleDefinitionIds[0] ?? '', by),
  }[does]();
  if (!done) throw new Misfit(`delegated access that is ${row.status} cannot ${does}`);
  return { customerId: id };
}

function relationship({ customer, does }: StepOf<'relationship'>, { world }: Doing): Subject {
  const { id } = customerOf(world, customer);
  changeTenantOf(world, id, undefined, does);
  return { customerId: id };
}

function switchName(name: string): SwitchName {
  const found = Object.keys(switchGroups).find((one) => one === name);
  if (found === undefined) throw new Misfit(`there is no switch ${name}: ${Object.keys(switchGroups).join(', ')}`);
  // One of the keys, as was just seen.
  return found as SwitchName;
}

function turnMembers(world: World, name: SwitchName, members: Readonly<Record<string, unknown>>): void {
  const checked = attemptTurn(name, world, members);
  turn(world, name, checked);
}

function attemptTurn(name: SwitchName, world: World, members: Readonly<Record<string, unknown>>) {
  try {
    return turned(name, world.switch(name), members);
  } catch (error) {
    throw new Misfit(`switch ${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

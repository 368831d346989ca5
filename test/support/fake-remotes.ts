import type { AuditHint, AuditRecord, Distributor, Marketplace, Page, Psa, Quarantined } from '../../src/connectors/ports.ts';
import type { AccessRelationship } from '../../src/model/access.ts';
import type { Probe } from '../../src/model/connection.ts';
import type { MicrosoftCustomer, RemoteAccount } from '../../src/model/customer.ts';
import type { PsaAgreement, PsaLine, PsaService } from '../../src/model/psa.ts';
import type { DistributorProduct, DistributorSubscription, MicrosoftSubscription } from '../../src/model/subscription.ts';

/** Remotes in memory: the edge that tests replace. Their content may change between two readings, and any call may be made to fail. */
export type Calls = {
  /** Called before each page or unit is answered, with what is asked: throw here to fail. */
  before: (call: string) => void | Promise<void>;
  pageSize: number;
  /** What the remote says that a list holds, where it lies. */
  total: ((kind: string) => number | undefined) | undefined;
  quarantined: Quarantined[];
  readonly asked: string[];
};

const calls = (): Calls => ({ before: () => undefined, pageSize: 2, total: undefined, quarantined: [], asked: [] });

const passed: Probe = { name: 'token', outcome: 'passed', ms: 1, detail: 'Signed in' };

async function ask(state: Calls, call: string): Promise<void> {
  state.asked.push(call);
  await state.before(call);
}

async function* pages<T>(state: Calls, kind: string, items: readonly T[], cursor = '0'): AsyncGenerator<Page<T>> {
  const total = state.total === undefined ? items.length : state.total(kind);
  for (let from = Number(cursor); ; from += state.pageSize) {
    await ask(state, `${kind} ${from}`);
    const isLast = from + state.pageSize >= items.length;
    const quarantined = from === 0 ? state.quarantined.splice(0) : [];
    yield {
      items: items.slice(from, from + state.pageSize),
      quarantined,
      cursor: isLast ? undefined : String(from + state.pageSize),
      total,
    };
    if (isLast) return;
  }
}

const recordOf = (hint: AuditHint): AuditRecord => ({
  outcome: 'succeeded',
  resourceType: 'subscription',
  quantityBefore: undefined,
  quantityAfter: undefined,
  statusAfter: undefined,
  who: 'someone@partner.example',
  details: {},
  ...hint,
});

const notHere = (): never => {
  throw new Error('This remote only reads');
};

export type FakeMarketplace = Marketplace & {
  readonly state: Calls & {
    customers: MicrosoftCustomer[];
    subscriptions: Map<string, MicrosoftSubscription[]>;
    access: AccessRelationship[];
    hints: AuditHint[];
    probes: readonly Probe[];
  };
};

export function aMarketplace(): FakeMarketplace {
  const state: FakeMarketplace['state'] = { ...calls(), customers: [], subscriptions: new Map(), access: [], hints: [], probes: [passed] };
  return {
    side: 'microsoft',
    state,
    verify: () => Promise.resolve(state.probes),
    customers: (cursor) => pages(state, 'customers', state.customers, cursor),
    access: (cursor) => pages(state, 'access', state.access, cursor),
    subscriptions: async (tenantId) => {
      await ask(state, `subscriptions ${tenantId}`);
      const items = state.subscriptions.get(tenantId) ?? [];
      return { items, quarantined: [], cursor: undefined, total: items.length };
    },
    subscription: async (tenantId, remoteId) => {
      await ask(state, `subscription ${remoteId}`);
      const subscription = state.subscriptions.get(tenantId)?.find((one) => one.remoteId === remoteId);
      return subscription === undefined ? undefined : { subscription, returnable: undefined, hasBookedChange: false };
    },
    prepare: notHere,
    write: notHere,
    lookUp: notHere,
    activity: (since) => pages(state, `activity ${since}`, state.hints.map(recordOf)),
  };
}

export type FakeDistributor = Distributor & {
  readonly state: Calls & {
    accounts: RemoteAccount[];
    products: DistributorProduct[];
    subscriptions: DistributorSubscription[];
    probes: readonly Probe[];
  };
};

export function aDistributor(): FakeDistributor {
  const state: FakeDistributor['state'] = { ...calls(), accounts: [], products: [], subscriptions: [], probes: [passed] };
  return {
    side: 'distributor',
    state,
    verify: () => Promise.resolve(state.probes),
    accounts: (cursor) => pages(state, 'accounts', state.accounts, cursor),
    products: (cursor) => pages(state, 'products', state.products, cursor),
    subscriptions: (cursor) => pages(state, 'subscriptions', state.subscriptions, cursor),
  };
}

export type FakePsa = Psa & {
  readonly state: Calls & {
    accounts: RemoteAccount[];
    agreements: PsaAgreement[];
    lines: Map<string, PsaLine[]>;
    services: PsaService[];
    probes: readonly Probe[];
  };
};

export function aPsa(): FakePsa {
  const state: FakePsa['state'] = { ...calls(), accounts: [], agreements: [], lines: new Map(), services: [], probes: [passed] };
  return {
    side: 'psa',
    state,
    verify: () => Promise.resolve(state.probes),
    accounts: (cursor) => pages(state, 'accounts', state.accounts, cursor),
    agreements: (cursor) => pages(state, 'agreements', state.agreements, cursor),
    services: (cursor) => pages(state, 'services', state.services, cursor),
    lines: async ({ remoteId }) => {
      await ask(state, `lines ${remoteId}`);
      const items = state.lines.get(remoteId) ?? [];
      return { items, quarantined: [], cursor: undefined, total: items.length };
    },
    readLine: (agreement, line) => Promise.resolve(state.lines.get(agreement)?.find(({ remoteId }) => remoteId === line)),
    prepare: notHere,
    write: notHere,
    lookUp: notHere,
  };
}

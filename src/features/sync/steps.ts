import { type Distributor, type DistributorAccounts, hasGoods, type Marketplace, type Psa, type Remote } from '../../connectors/ports.ts';
import { assertNever } from '../../lib/must.ts';
import type { SyncKind } from '../../model/sync-kind.ts';
import { accessSyncer } from '../access/index.ts';
import { activitySyncer } from '../activity/index.ts';
import { distributorInvoiceSyncer, microsoftInvoiceSyncer } from '../billing/index.ts';
import {
  accountSyncer,
  distributorProductSyncer,
  distributorSubscriptionSyncer,
  distributorUsageSyncer,
  psaAgreementSyncer,
  psaLineSyncer,
  psaServiceSyncer,
} from '../books/index.ts';
import { customerSyncer, profileSyncer, resellerSyncer } from '../customers/index.ts';
import { licenceProductSyncer, licenceSyncer } from '../licences/index.ts';
import { distributorPriceSyncer, priceSyncer } from '../prices/index.ts';
import type { ListSyncer, PieceSyncer, UnitSyncer } from '../reading.ts';
import { subscriptionSyncer } from '../subscriptions/index.ts';
import { judgeKind } from './judge-kind.ts';
import type { KindProgress } from './progress.ts';
import { readList } from './read-list.ts';
import { readPieces } from './read-pieces.ts';
import { type Only, readUnits } from './read-units.ts';
import { save, type Walk } from './walk.ts';

/** One kind of record of a remote: `read` may fail, `judge` says how complete it was. `of`: the kind that people ask for. */
export type Step = {
  readonly kind: string;
  readonly of: SyncKind;
  readonly read: (walk: Walk) => Promise<void>;
  readonly judge: (walk: Walk) => Promise<KindProgress>;
};

/**
 * What a run reads. `customerId`: one customer only; `tenantIds`: customers that changed, by the activity log; `charges`: what is charged,
 * priced and assigned, and the activity from a day on. `kinds`: of all that only these.
 */
export type Wanted = {
  readonly customerId?: string;
  readonly tenantIds?: readonly string[];
  readonly charges?: { readonly activitySince: string };
  readonly kinds?: readonly SyncKind[];
};

const list = <R, Item>(of: SyncKind, syncer: ListSyncer<R, Item>, remote: R, isSeen = false): Step => ({
  kind: syncer.kind,
  of,
  read: (walk) => readList(walk, syncer, remote),
  judge: (walk) => judgeKind(walk, syncer.kind, syncer.retire, { isSeen }),
});

const units = <R extends Pick<Remote, 'side'>, Item>(of: SyncKind, syncer: UnitSyncer<R, Item>, remote: R, only?: Only): Step => ({
  kind: syncer.kind,
  of,
  read: (walk) => readUnits(walk, syncer, remote, only),
  judge: (walk) => judgeKind(walk, syncer.kind, undefined), // each unit retires its own
});

const pieces = <R>(of: SyncKind, syncer: PieceSyncer<R>, remote: R): Step => ({
  kind: syncer.kind,
  of,
  read: (walk) => readPieces(walk, syncer, remote),
  judge: (walk) => judgeKind(walk, syncer.kind, undefined, { isMeasured: false }),
});

/** Kinds that need nothing of each other and are read at the same time. */
export type Stage = readonly Step[];

/** The kinds of a remote in the order in which they need each other, or those that were asked for. */
export function stagesOf(remote: Remote, wanted: Wanted): readonly Stage[] {
  const { kinds } = wanted;
  const stages = everyStep(remote, wanted).map((step) => (isStage(step) ? step : [step]));
  if (kinds === undefined) return stages;
  return stages.map((stage) => stage.filter(({ of }) => kinds.includes(of))).filter((stage) => stage.length > 0);
}

const isStage = (step: Step | Stage): step is Stage => Array.isArray(step);

function everyStep(remote: Remote, wanted: Wanted): readonly (Step | Stage)[] {
  switch (remote.side) {
    case 'microsoft':
      return microsoft(remote, wanted);
    case 'distributor':
      return wanted.charges === undefined ? distributor(remote) : distributorCharges(remote, wanted);
    case 'psa':
      return psa(remote, wanted);
    default:
      return assertNever(remote);
  }
}

function microsoft(remote: Marketplace, { customerId, tenantIds, charges, kinds = [] }: Wanted): readonly (Step | Stage)[] {
  if (charges !== undefined) return microsoftCharges(remote, charges.activitySince);
  if (customerId !== undefined)
    return [
      units('subscriptions', subscriptionSyncer, remote, { customerId }),
      ...profiles(remote, { customerId }),
      // Asked of the customer's own tenant and of no use to the comparison: only for who names them.
      ...(kinds.includes('licences') ? [units('licences', licenceSyncer, remote, { customerId })] : []),
    ];
  if (tenantIds !== undefined)
    return [
      list('customers', customerSyncer, remote),
      units('subscriptions', subscriptionSyncer, remote, { remoteIds: tenantIds }),
      ...profiles(remote, { remoteIds: tenantIds }),
    ];
  // Access comes from another API with a pace of its own: the subscriptions need not wait for it.
  return [
    list('customers', customerSyncer, remote),
    [list('access', accessSyncer, remote), units('subscriptions', subscriptionSyncer, remote)],
  ];
}

function microsoftCharges(remote: Marketplace, activitySince: string): readonly Step[] {
  const activity = activitySyncer(activitySince);
  return [
    pieces('prices', priceSyncer, remote),
    pieces('invoices', microsoftInvoiceSyncer, remote),
    { ...list('activity', activity, remote), judge: (walk) => judgeKind(walk, activity.kind, undefined, { isMeasured: false }) },
    pieces('licences', licenceProductSyncer, remote),
    units('licences', licenceSyncer, remote),
    ...profiles(remote),
    ...(remote.directory?.resellers === undefined ? [] : [list('profiles', resellerSyncer, remote)]),
  ];
}

/** One more call for each customer: once a day for all, at once for the one that somebody asks for and for those that are new. */
const profiles = (remote: Marketplace, only?: Only): readonly Step[] =>
  remote.directory === undefined ? [] : [units('profiles', profileSyncer, remote, only)];

/** A distributor has no list for one customer: its lists are short enough to read whole. */
const distributor = (remote: Distributor | DistributorAccounts): readonly Step[] =>
  hasGoods(remote)
    ? [
        list('accounts', accountSyncer('distributor'), remote, remote.uploaded !== undefined),
        list('products', distributorProductSyncer, remote, remote.uploaded !== undefined),
        list('subscriptions', distributorSubscriptionSyncer, remote, remote.uploaded !== undefined),
      ]
    : [list('accounts', accountSyncer('distributor'), remote), unread('subscriptions')];

/** Prices come first: the month's invoices are held against them. */
const distributorCharges = (remote: Distributor | DistributorAccounts, { kinds = [] }: Wanted): readonly Step[] => [
  ...(hasGoods(remote) && remote.prices !== undefined
    ? [units('prices', distributorPriceSyncer, remote)]
    : kinds.includes('prices')
      ? [unread('prices')]
      : []),
  ...(hasGoods(remote)
    ? [pieces('invoices', distributorInvoiceSyncer, remote), units('usage', distributorUsageSyncer, remote)]
    : [unread('invoices')]),
];

/** A kind that the connector cannot read: the reading is partial, so nothing is ever missed because of it. */
const unread = (kind: SyncKind): Step => ({
  kind,
  of: kind,
  read: () => Promise.resolve(),
  judge: (walk) => save(walk, kind, (_tx, progress) => Promise.resolve({ ...progress, verdict: 'partial', reason: 'notRead' })),
});

const psa = (remote: Psa, { customerId }: Wanted): readonly Step[] =>
  customerId === undefined
    ? [
        list('services', psaServiceSyncer, remote),
        list('accounts', accountSyncer('psa'), remote),
        list('agreements', psaAgreementSyncer, remote),
        units('lines', psaLineSyncer, remote),
      ]
    : [units('lines', psaLineSyncer, remote, { customerId })];

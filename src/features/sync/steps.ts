import { type Distributor, type DistributorAccounts, hasGoods, type Marketplace, type Psa, type Remote } from '../../connectors/ports.ts';
import { assertNever } from '../../lib/must.ts';
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
import { customerSyncer, profileSyncer } from '../customers/index.ts';
import { licenceProductSyncer, licenceSyncer } from '../licences/index.ts';
import { priceSyncer } from '../prices/index.ts';
import type { ListSyncer, PieceSyncer, UnitSyncer } from '../reading.ts';
import { subscriptionSyncer } from '../subscriptions/index.ts';
import { judgeKind } from './judge-kind.ts';
import type { KindProgress } from './progress.ts';
import { readList } from './read-list.ts';
import { readPieces } from './read-pieces.ts';
import { type Only, readUnits } from './read-units.ts';
import { save, type Walk } from './walk.ts';

/** One kind of record of a remote: `read` may fail, `judge` says how complete it was. */
export type Step = {
  readonly kind: string;
  readonly read: (walk: Walk) => Promise<void>;
  readonly judge: (walk: Walk) => Promise<KindProgress>;
};

/**
 * What a run reads. `customerId`: one customer only; `tenantIds`: customers that changed, by the activity log; `charges`: what is charged,
 * priced and assigned, and the activity from a day on.
 */
export type Wanted = {
  readonly customerId?: string;
  readonly tenantIds?: readonly string[];
  readonly charges?: { readonly activitySince: string };
};

const list = <R, Item>(syncer: ListSyncer<R, Item>, remote: R): Step => ({
  kind: syncer.kind,
  read: (walk) => readList(walk, syncer, remote),
  judge: (walk) => judgeKind(walk, syncer.kind, syncer.retire),
});

const units = <R extends Pick<Remote, 'side'>, Item>(syncer: UnitSyncer<R, Item>, remote: R, only?: Only): Step => ({
  kind: syncer.kind,
  read: (walk) => readUnits(walk, syncer, remote, only),
  judge: (walk) => judgeKind(walk, syncer.kind, undefined), // each unit retires its own
});

const pieces = <R>(syncer: PieceSyncer<R>, remote: R): Step => ({
  kind: syncer.kind,
  read: (walk) => readPieces(walk, syncer, remote),
  judge: (walk) => judgeKind(walk, syncer.kind, undefined, false),
});

/** The kinds of a remote in the order in which they need each other. */
export function stepsOf(remote: Remote, wanted: Wanted): readonly Step[] {
  switch (remote.side) {
    case 'microsoft':
      return microsoft(remote, wanted);
    case 'distributor':
      return wanted.charges === undefined
        ? distributor(remote)
        : hasGoods(remote)
          ? [pieces(distributorInvoiceSyncer, remote), units(distributorUsageSyncer, remote)]
          : [unread('invoices')];
    case 'psa':
      return psa(remote, wanted);
    default:
      return assertNever(remote);
  }
}

function microsoft(remote: Marketplace, { customerId, tenantIds, charges }: Wanted): readonly Step[] {
  if (charges !== undefined) return microsoftCharges(remote, charges.activitySince);
  if (customerId !== undefined) return [units(subscriptionSyncer, remote, { customerId }), ...profiles(remote, { customerId })];
  if (tenantIds !== undefined)
    return [
      list(customerSyncer, remote),
      units(subscriptionSyncer, remote, { remoteIds: tenantIds }),
      ...profiles(remote, { remoteIds: tenantIds }),
    ];
  return [list(customerSyncer, remote), list(accessSyncer, remote), units(subscriptionSyncer, remote)];
}

function microsoftCharges(remote: Marketplace, activitySince: string): readonly Step[] {
  const activity = activitySyncer(activitySince);
  return [
    pieces(priceSyncer, remote),
    pieces(microsoftInvoiceSyncer, remote),
    { ...list(activity, remote), judge: (walk) => judgeKind(walk, activity.kind, undefined, false) },
    pieces(licenceProductSyncer, remote),
    units(licenceSyncer, remote),
    ...profiles(remote),
  ];
}

/** One more call for each customer: once a day for all, at once for the one that somebody asks for and for those that are new. */
const profiles = (remote: Marketplace, only?: Only): readonly Step[] =>
  remote.directory === undefined ? [] : [units(profileSyncer, remote, only)];

/** A distributor has no list for one customer: its lists are short enough to read whole. */
const distributor = (remote: Distributor | DistributorAccounts): readonly Step[] =>
  hasGoods(remote)
    ? [list(accountSyncer('distributor'), remote), list(distributorProductSyncer, remote), list(distributorSubscriptionSyncer, remote)]
    : [list(accountSyncer('distributor'), remote), unread('subscriptions')];

/** A kind that the connector cannot read: the reading is partial, so nothing is ever missed because of it. */
const unread = (kind: string): Step => ({
  kind,
  read: () => Promise.resolve(),
  judge: (walk) => save(walk, kind, (_tx, progress) => Promise.resolve({ ...progress, verdict: 'partial', reason: 'notRead' })),
});

const psa = (remote: Psa, { customerId }: Wanted): readonly Step[] =>
  customerId === undefined
    ? [list(psaServiceSyncer, remote), list(accountSyncer('psa'), remote), list(psaAgreementSyncer, remote), units(psaLineSyncer, remote)]
    : [units(psaLineSyncer, remote, { customerId })];

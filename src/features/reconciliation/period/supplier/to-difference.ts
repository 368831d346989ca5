import { costLabels } from '../../../../model/costs.ts';
import type { BookSide, Evidence } from '../../../../model/difference.ts';
import { money } from '../../../../model/money.ts';
import { BillingFrequency } from '../../../../model/term.ts';
import { isoDay } from '../../files/days.ts';
import { moneyWords } from '../../files/exact.ts';
import { absent } from '../../sides.ts';
import { toSubject } from '../../subject.ts';
import type { OfTenant } from '../of-tenant.ts';
import type { Found } from './judge-items.ts';
import { supplyKey } from './judge-items.ts';

/**
 * What is wrong on a distributor's invoice as a difference of its month. It is known again by subscription and period, not by the invoice: a
 * wrong one is credited and comes again under another number (distributors reference 2.7). Pure.
 */
export function toDifference(found: Found, period: string, tenants: ReadonlyMap<string, string>): OfTenant {
  const { fault, connectionId, subscriptionId, companyId, items, bought } = found;
  const [item] = items;
  const currency = currencyOf(found);
  return {
    // Suspense knows an unmapped company by its id, and its name by that.
    tenantId: bought?.tenantId ?? tenants.get(supplyKey(connectionId, companyId)) ?? companyId.toLowerCase(),
    finding: {
      kind: fault.kind,
      subject: toSubject([period, `${connectionId}:${subscriptionId}`, ...(item === undefined ? [] : [isoDay(item.start)])].join('/')),
      productName: nameOf(found),
      microsoft: microsoftSide(found),
      distributor: distributorSide(found),
      psa: absent,
      impact: money(fault.impact.toDecimalPlaces(2), currency),
      period,
      ...(item !== undefined && { invoice: item.invoice, lineNo: item.lineNo }),
      causes: [{ code: fault.cause, certainty: fault.certainty, sentence: fault.sentence }],
      evidence: evidenceOf(found, currency),
      links: { psaLineIds: [], distributorSubscriptionId: subscriptionId, connectionIds: [connectionId] },
    },
  };
}

const currencyOf = ({ items, supply }: Found): string => items[0]?.currency ?? supply?.timeline.at(-1)?.was.currency ?? '';
const nameOf = ({ bought, supply }: Found): string => bought?.name ?? supply?.name ?? '';

function microsoftSide({ bought }: Found): BookSide {
  const now = bought?.timeline.at(-1)?.was;
  if (bought === undefined || now === undefined) return absent;
  return { present: true, remoteIds: [bought.id], quantity: String(now.seats), status: now.status, label: bought.name };
}

function distributorSide({ supply, subscriptionId }: Found): BookSide {
  const now = supply?.timeline.at(-1)?.was;
  if (supply === undefined || now === undefined) return { present: false, remoteIds: [subscriptionId] };
  const frequency = BillingFrequency.safeParse(now.frequency);
  return {
    present: true,
    remoteIds: [supply.remoteId],
    quantity: String(now.seats),
    ...(frequency.success && { frequency: frequency.data }),
    status: now.status,
    label: supply.name,
  };
}

function evidenceOf({ fault, items }: Found, currency: string): Evidence[] {
  const amount = (value: string): string => (fault.isMoney ? moneyWords(value, currency) : value);
  const [expected, charged] = fault.isMoney ? [costLabels.expected, costLabels.charged] : ['Expected', 'On the invoice'];
  return [
    { label: expected, value: amount(fault.expected), source: 'concord' },
    { label: charged, value: amount(fault.actual), source: 'distributor' },
    ...items.map(
      ({ invoice, lineNo, start, end }): Evidence => ({
        label: 'Where',
        value: `invoice ${invoice}, line ${lineNo}, ${isoDay(start)} to ${end}`,
        source: 'distributor',
      }),
    ),
  ];
}

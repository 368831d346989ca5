import { put } from '../../../../lib/put.ts';
import type { Books } from '../books.ts';
import type { Estate } from '../load/estate.ts';
import type { PsaLine, Subscription } from '../model.ts';
import { isCredit } from './credit-line.ts';
import { type Expected, type ProductCodes, type PsaCase, productCodes, toExpected } from './expected.ts';
import type { Scale } from './likeness.ts';
import { matchCompany } from './match-company.ts';
import { matchLinked } from './match-linked.ts';

/** Who is who between tenants and PSA companies. */
export type Who = {
  /** Tenants of a PSA company by the confirmed mapping. */
  readonly customersOf: ReadonlyMap<string, readonly string[]>;
  /** Customers and companies that another finding already covers whole. */
  readonly settledCustomers: ReadonlySet<string>;
  readonly settledCompanies: ReadonlySet<string>;
};

export type PsaMatches = { readonly cases: readonly PsaCase[]; readonly codes: ProductCodes };

const enough = 20;

/** The start of a line is evidence where it is the day of creation for practically all lines that name their subscription. */
function scaleOf(linked: ReadonlyMap<string, readonly PsaLine[]>, estate: ReadonlyMap<string, readonly Subscription[]>): Scale {
  let compared = 0;
  let equal = 0;
  for (const [id, lines] of linked) {
    const createdOn = estate.get(id)?.[0]?.createdOn;
    const startsOn = lines[0]?.startsOn;
    if (createdOn === undefined || startsOn === undefined) continue;
    compared += 1;
    if (createdOn === startsOn) equal += 1;
  }
  return { datesAreReliable: compared >= enough && equal >= compared * 0.98 };
}

type Sorted = { readonly linked: ReadonlyMap<string, readonly PsaLine[]>; readonly loose: ReadonlyMap<string, readonly PsaLine[]> };

/** Lines by the subscription they name, the others by company; credits and lines of settled companies are left out. */
function sortLines(lines: readonly PsaLine[], who: Who): Sorted {
  const linked = new Map<string, PsaLine[]>();
  const loose = new Map<string, PsaLine[]>();
  for (const line of lines) {
    if (who.settledCompanies.has(line.companyId) || isCredit(line)) continue;
    const [map, key] = line.subscriptionId === '' ? [loose, line.companyId] : [linked, line.subscriptionId];
    put(map, key, line);
  }
  return { linked, loose };
}

/** Matches every PSA line and every paid subscription: by vendor subscription id first, then within the company by product. */
export function gatherPsa(books: Books, who: Who): PsaMatches {
  const codes = productCodes(books);
  const { estate, psa } = books;
  if (estate === undefined || psa === undefined) return { cases: [], codes };
  const expect = (subscription: Subscription): Expected => toExpected(subscription, books, codes);
  const sorted = sortLines(psa.lines, who);
  const linked = linkedCases(sorted, estate, who, expect);
  // Without product mapping nothing can be matched by product.
  if (books.mapping?.products === undefined) return { cases: linked, codes };
  return { cases: [...linked, ...companyCases(sorted, estate, who, expect, codes)], codes };
}

type Expect = (subscription: Subscription) => Expected;

function linkedCases({ linked }: Sorted, estate: Estate, who: Who, expect: Expect): PsaCase[] {
  const cases: PsaCase[] = [];
  for (const [id, lines] of linked) {
    const listed = estate.byId.get(id) ?? [];
    if (listed.some((subscription) => who.settledCustomers.has(subscription.customerId))) continue;
    const made = matchLinked(lines, listed, expect);
    cases.push(made.type === 'unknown' ? { ...made, customerId: onlyOne(who.customersOf.get(lines[0]?.companyId ?? '')) } : made);
  }
  return cases;
}

function companyCases({ linked, loose }: Sorted, estate: Estate, who: Who, expect: Expect, codes: ProductCodes): PsaCase[] {
  const cases: PsaCase[] = [];
  const scale = scaleOf(linked, estate.byId);
  for (const [companyId, customers] of who.customersOf) {
    const listed = customers.flatMap((id) => distinct(estate.byCustomer.get(id) ?? []));
    const free = listed.filter((subscription) => !linked.has(subscription.id));
    const expected = free.filter((subscription) => !subscription.isGone && !subscription.isTrial).map(expect);
    const ended = free.filter((subscription) => subscription.isGone);
    cases.push(...matchCompany({ customerId: customers[0] ?? '', lines: loose.get(companyId) ?? [], expected, ended }, codes, scale));
  }
  return cases;
}

const onlyOne = (customers: readonly string[] | undefined): string | undefined => (customers?.length === 1 ? customers[0] : undefined);

/** One subscription listed under two partner accounts is billed to the customer once. */
function distinct(subscriptions: readonly Subscription[]): readonly Subscription[] {
  const byId = new Map<string, Subscription>();
  for (const subscription of subscriptions) {
    const known = byId.get(subscription.id);
    if (known === undefined || (known.isGone && !subscription.isGone)) byId.set(subscription.id, subscription);
  }
  return byId.size === subscriptions.length ? subscriptions : [...byId.values()];
}

import { put } from '../../../../lib/put.ts';
import type { Books } from '../books.ts';
import { amountText } from '../exact.ts';
import type { Finding } from '../finding.ts';
import type { Customer, CustomerMapping, PsaLine } from '../model.ts';
import { billed, lineCurrency, psaId, worthOf } from '../psa/about.ts';
import { type ProductCodes, productCodes, toExpected } from '../psa/expected.ts';
import type { Who } from '../psa/gather.ts';
import { worthCurrency } from './money.ts';

export type CustomerFindings = { readonly findings: readonly Finding[]; readonly who: Who; readonly nowhere: readonly CustomerMapping[] };

const putOnce = <T>(map: Map<string, T[]>, key: string, value: T): void => {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else if (!list.includes(value)) list.push(value);
};

/** Lines of each PSA company. */
type Companies = ReadonlyMap<string, readonly PsaLine[]>;

/**
 * Findings that cover a customer whole: his tenant moved away while the PSA goes on billing, or nobody mapped him. What such a
 * customer's lines and subscriptions lack elsewhere follows from that, so they are settled and not judged again.
 */
export function customerFindings(books: Books): CustomerFindings {
  const customersOf = new Map<string, string[]>();
  const settled = { customers: new Set<string>(), companies: new Set<string>() };
  const who: Who = { customersOf, settledCustomers: settled.customers, settledCompanies: settled.companies };
  const { mapping } = books;
  if (mapping === undefined) return { findings: [], who, nowhere: [] };
  const lines: Companies = Map.groupBy(books.psa?.lines ?? [], ({ companyId }) => companyId);
  const moved = new Set(mapping.customers.filter((row) => isMoved(row, books)));
  for (const row of moved) settled.companies.add(row.psaCompanyId);
  for (const row of mapping.customers) {
    if (moved.has(row) || row.psaCompanyId === '') continue;
    putOnce(customersOf, row.psaCompanyId, row.customerId);
    // A company that also stands for a customer who is still there goes on being compared.
    settled.companies.delete(row.psaCompanyId);
  }
  const ofMoved = Map.groupBy(moved, ({ psaCompanyId }) => lines.has(psaCompanyId));
  const findings = (ofMoved.get(true) ?? []).map((row) => tenantMoved(row, lines.get(row.psaCompanyId) ?? [], books));
  for (const { customer, companies, finding } of unmapped(lines, customersOf, mapping.customers, books)) {
    settled.customers.add(customer.id);
    for (const company of companies) settled.companies.add(company);
    findings.push(finding);
  }
  return { findings, who, nowhere: ofMoved.get(false) ?? [] };
}

type Unmapped = { readonly customer: Customer; readonly companies: readonly string[]; readonly finding: Finding };

function unmapped(lines: Companies, mapped: ReadonlyMap<string, unknown>, rows: readonly CustomerMapping[], books: Books): Unmapped[] {
  const customers = unmappedCustomers(books, rows);
  if (customers.length === 0) return [];
  const companiesOf = unmappedCompanies(lines, mapped, books);
  const codes = productCodes(books);
  return customers.map((customer) => {
    const companies = companiesOf(customer);
    const its = companies.flatMap((company) => lines.get(company) ?? []);
    return { customer, companies, finding: unmappedCustomer(customer, its, books, codes) };
  });
}

function unmappedCustomers(books: Books, rows: readonly CustomerMapping[]): readonly Customer[] {
  if (books.mapping?.isComplete !== true) return [];
  const mapped = new Set(rows.map((row) => row.customerId));
  return [...(books.customers?.customers.values() ?? [])].filter((customer) => !mapped.has(customer.id));
}

/** Mapped, but neither in the customer list nor with any subscription; a list that was not read to its end proves nothing. */
function isMoved(row: CustomerMapping, books: Books): boolean {
  const listed = books.customers;
  return listed?.isComplete === true && !listed.customers.has(row.customerId) && books.estate?.byCustomer.has(row.customerId) !== true;
}

/** The currency that a company's lines are summed in; one that no rate is known for stays itself. */
function currencyOf(lines: readonly PsaLine[], books: Books, customerId: string): string {
  const [first] = lines;
  return first === undefined ? books.rates.billingCurrency : worthCurrency(books.rates, lineCurrency(first, books, customerId));
}

function tenantMoved(mapping: CustomerMapping, lines: readonly PsaLine[], books: Books): Finding {
  const cents = billed(lines, books, mapping.customerId);
  const currency = currencyOf(lines, books, mapping.customerId);
  return {
    kind: 'tenant_moved',
    cause: 'relationship_ended',
    certainty: 'likely',
    customerId: mapping.customerId,
    psaIds: lines.map(psaId),
    expected: 'no PSA lines',
    actual: `${lines.length} PSA lines still billed`,
    impactCents: 0 - cents,
    currency,
    explanation: `Partner Center no longer lists ${mapping.name}, but the PSA still bills ${lines.length} lines: ${amountText(cents, currency)}.`,
  };
}

/**
 * Answers the unmapped PSA companies of a customer: those whose lines name his subscriptions, else the only one of exactly his name. Looked up, not
 * searched for: on a partner's first day nobody is mapped.
 */
function unmappedCompanies(
  lines: Companies,
  mapped: ReadonlyMap<string, unknown>,
  books: Books,
): (customer: Customer) => readonly string[] {
  const free = [...lines].filter(([company]) => !mapped.has(company));
  const named = Map.groupBy(free, ([company]) => books.psa?.companies.get(company)?.name);
  const naming = new Map<string, number[]>(); // places in `free`
  for (const [place, [, its]] of free.entries())
    for (const { subscriptionId } of its) if (subscriptionId !== '') put(naming, subscriptionId, place);
  return ({ id, name }) => {
    const places = new Set((books.estate?.byCustomer.get(id) ?? []).flatMap((subscription) => naming.get(subscription.id) ?? []));
    const found = places.size > 0 ? [...places].sort((a, b) => a - b).map((place) => free[place]) : (named.get(name) ?? []);
    return places.size > 0 || found.length === 1 ? found.flatMap((one) => one?.[0] ?? []) : [];
  };
}

function unmappedCustomer({ id: customerId, name }: Customer, lines: readonly PsaLine[], books: Books, codes: ProductCodes): Finding {
  const cents = lines.length > 0 ? billed(lines, books, customerId) : listWorth(customerId, books, codes);
  const currency = currencyOf(lines, books, customerId);
  return {
    kind: 'unmapped_customer',
    cause: 'account_not_mapped',
    certainty: 'certain',
    customerId,
    expected: 'mapped to a PSA company',
    actual: 'no row in the customer mapping',
    impactCents: cents,
    currency,
    explanation: `${name} is not mapped to any PSA company, so nobody can tell whether ${amountText(cents, currency)} a cycle are billed.`,
  };
}

/** What his subscriptions are worth by the price book, when his PSA lines cannot be told. */
function listWorth(customerId: string, books: Books, codes: ProductCodes): number {
  let cents = 0;
  for (const subscription of books.estate?.byCustomer.get(customerId) ?? []) {
    if (subscription.isGone || subscription.isTrial) continue;
    const { price } = toExpected(subscription, books, codes);
    if (price !== undefined) cents += worthOf(subscription, books, price, subscription.quantity);
  }
  return cents;
}

import type { Books } from '../books.ts';
import { amountText } from '../exact.ts';
import type { Finding } from '../finding.ts';
import type { Customer, CustomerMapping, PsaLine } from '../model.ts';
import { billed, lineCurrency, psaId, worthOf } from '../psa/about.ts';
import { productCodes, toExpected } from '../psa/expected.ts';
import type { Who } from '../psa/gather.ts';
import { worthCurrency } from './money.ts';

export type CustomerFindings = { readonly findings: readonly Finding[]; readonly who: Who; readonly nowhere: readonly CustomerMapping[] };

const put = <T>(map: Map<string, T[]>, key: string, value: T): void => {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else if (!list.includes(value)) list.push(value);
};

function linesByCompany(books: Books): Map<string, PsaLine[]> {
  const lines = new Map<string, PsaLine[]>();
  for (const line of books.psa?.lines ?? []) put(lines, line.companyId, line);
  return lines;
}

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
  const lines = linesByCompany(books);
  const findings: Finding[] = [];
  const nowhere: CustomerMapping[] = [];
  for (const row of mapping.customers) {
    if (!isMoved(row, books)) {
      if (row.psaCompanyId !== '') put(customersOf, row.psaCompanyId, row.customerId);
      continue;
    }
    const its = lines.get(row.psaCompanyId) ?? [];
    if (its.length === 0) nowhere.push(row);
    else findings.push(tenantMoved(row, its, books));
    settled.companies.add(row.psaCompanyId);
  }
  // A company that also stands for a customer who is still there goes on being compared.
  for (const company of customersOf.keys()) settled.companies.delete(company);
  for (const customer of unmappedCustomers(books, mapping.customers)) {
    const companies = companiesOf(customer, lines, customersOf, books);
    settled.customers.add(customer.id);
    for (const company of companies) settled.companies.add(company);
    const its = companies.flatMap((company) => lines.get(company) ?? []);
    findings.push(unmappedCustomer(customer, its, books));
  }
  return { findings, who, nowhere };
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

/** The unmapped PSA companies of a customer: those whose lines name his subscriptions, else the only one of exactly his name. */
function companiesOf(
  customer: Customer,
  lines: ReadonlyMap<string, readonly PsaLine[]>,
  mapped: ReadonlyMap<string, unknown>,
  books: Books,
): string[] {
  const ids = new Set((books.estate?.byCustomer.get(customer.id) ?? []).map((subscription) => subscription.id));
  const named: string[] = [];
  const byLines: string[] = [];
  for (const [company, its] of lines) {
    if (mapped.has(company)) continue;
    if (its.some((line) => ids.has(line.subscriptionId))) byLines.push(company);
    if (books.psa?.companies.get(company)?.name === customer.name) named.push(company);
  }
  if (byLines.length > 0) return byLines;
  return named.length === 1 ? named : [];
}

function unmappedCustomer({ id: customerId, name }: Customer, lines: readonly PsaLine[], books: Books): Finding {
  const cents = lines.length > 0 ? billed(lines, books, customerId) : listWorth(customerId, books);
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
function listWorth(customerId: string, books: Books): number {
  const codes = productCodes(books);
  let cents = 0;
  for (const subscription of books.estate?.byCustomer.get(customerId) ?? []) {
    if (subscription.isGone || subscription.isTrial) continue;
    const { price } = toExpected(subscription, books, codes);
    if (price !== undefined) cents += worthOf(subscription, books, price, subscription.quantity);
  }
  return cents;
}

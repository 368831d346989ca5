import { put } from '../../../../lib/put.ts';
import type { PsaLine } from '../model.ts';
import { rememberedFor } from '../remembered.ts';
import type { Who } from './gather.ts';

const companiesByCustomer = rememberedFor((customersOf: Who['customersOf']) => {
  const companies = new Map<string, string[]>();
  for (const [company, customers] of customersOf) for (const customer of customers) put(companies, customer, company);
  return companies;
});
const byCompany = rememberedFor((lines: readonly PsaLine[]) => Map.groupBy(lines, ({ companyId }) => companyId));
const bySubscription = rememberedFor((lines: readonly PsaLine[]) => Map.groupBy(lines, ({ subscriptionId }) => subscriptionId));

type About = { readonly ofCompanies: readonly PsaLine[]; readonly naming: readonly PsaLine[] };

/**
 * The lines that can be about what a customer is charged: all of his PSA companies, and those that name the subscription, whoever's they are.
 * Undefined for a customer without a company, or one whom another finding covers whole.
 */
export function linesAbout(
  { customerId, subscriptionId }: { readonly customerId: string; readonly subscriptionId: string },
  lines: readonly PsaLine[],
  { customersOf, settledCustomers }: Who,
): About | undefined {
  const companies = settledCustomers.has(customerId) ? undefined : companiesByCustomer(customersOf).get(customerId);
  return (
    companies && {
      ofCompanies: companies.flatMap((company) => byCompany(lines).get(company) ?? []),
      naming: subscriptionId === '' ? [] : (bySubscription(lines).get(subscriptionId) ?? []),
    }
  );
}

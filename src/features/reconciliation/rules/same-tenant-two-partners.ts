import { type Comparison, customerSubject, finding, type Rule } from '../comparison.ts';

const resellers = ({ books }: Comparison) => books.sellers.filter((seller) => seller.relationship === 'reseller');

/** Two of the partner's own accounts list the tenant as their customer: orders and costs may sit in either. */
export const sameTenantTwoPartners: Rule = {
  kind: 'same_tenant_two_partners',
  source: 'product.md ruling 1 and 4.5',
  isProven: ({ books }) => books.sellers.every(({ source }) => source.verdict === 'complete'),
  find: (comparison) => {
    const sellers = resellers(comparison);
    const names = sellers.map(({ source }) => source.name).sort();
    if (sellers.length < 2) return [];
    const made = finding(comparison, {
      kind: 'same_tenant_two_partners',
      subject: customerSubject,
      productName: comparison.books.customerName,
      currency: comparison.books.currency,
      causes: [
        {
          code: 'two_partner_accounts',
          certainty: 'certain',
          sentence: `${comparison.books.customerName} is a customer of ${names.join(' and of ')}.`,
        },
      ],
      evidence: sellers
        .toSorted((a, b) => (a.source.name < b.source.name ? -1 : 1))
        .map(({ source }) => ({
          label: 'Listed as customer by',
          value: source.name,
          source: 'microsoft' as const,
          ...(source.readAt === undefined ? {} : { readAt: source.readAt }),
        })),
    });
    return [{ ...made, links: { ...made.links, connectionIds: sellers.map(({ source }) => source.connectionId).sort() } }];
  },
};

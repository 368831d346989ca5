import { customerSubject, finding, type Rule } from '../comparison.ts';

/** The delegated admin relationship ran out: nothing of the customer's tenant can be read. Commercial comparison goes on (ruling 3). */
export const accessExpired: Rule = {
  kind: 'access_expired',
  source: 'product.md ruling 3; reliability reference F41',
  isProven: () => true,
  find: (comparison) => {
    const { access, customerName, currency } = comparison.books;
    if (access.state !== 'expired') return [];
    return [
      finding(comparison, {
        kind: 'access_expired',
        subject: customerSubject,
        productName: 'Delegated access (GDAP)',
        currency,
        causes: [
          {
            code: 'access_ended',
            certainty: 'certain',
            sentence: `Delegated access to ${customerName} ended${access.endsAt === undefined ? '' : ` on ${access.endsAt.slice(0, 10)}`}. An ended relationship cannot be revived; request a new one.`,
          },
        ],
        evidence: [{ label: 'Relationship ended', value: access.endsAt ?? 'date unknown', source: 'microsoft' }],
      }),
    ];
  },
};

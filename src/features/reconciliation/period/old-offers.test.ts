import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import type { Estate } from '../files/load/estate.ts';
import { ProblemList } from '../files/problem.ts';
import { readOldOffers } from './old-offers.ts';
import type { PublishedFile } from './published.ts';

const known = '50000000-0000-4000-8000-000000000001';
const estate: Estate = { byId: new Map([[known, []]]), byCustomer: new Map(), isComplete: true };

const file = (holds: PublishedFile['holds'], content: string): PublishedFile => {
  const blobs = [{ name: 'legacy.csv', open: () => Readable.from([Buffer.from(content)]) }];
  return { holds, number: 'D1', connectionId: 'own', version: 1, format: 'csv', blobs } as unknown as PublishedFile; // all that is looked at
};

const licences = `SubscriptionId,SyndicationPartnerSubscriptionNumber,Subtotal,Tax,TotalForCustomer,Currency
AAAAIA,${known.toUpperCase()},10.10,1.92,12.02,EUR
BBBBIA,50000000-0000-4000-8000-000000000009,0.20,,0.20,EUR
`;
const usage = `SubscriptionId,PretaxCharges,TaxAmount,PostTaxTotal,Currency\n${known},63.33,6.34,69.67,USD\n`;

test('lines of old offers are added up exactly and matched by the id that Partner Center knows, and said not to be judged', async () => {
  const { control, leftOut } = await readOldOffers([file('oldLicences', licences), file('oldUsage', usage)], estate, new ProblemList());

  expect(control).toMatchObject([
    { invoice: 'D1', lines: 2, subtotal: '10.3', tax: '1.92', total: '12.22', currency: 'EUR' },
    { invoice: 'D1', lines: 1, subtotal: '63.33', tax: '6.34', total: '69.67', currency: 'USD' },
  ]);
  expect(leftOut[0]).toContain('2 lines are added up and not judged');
  expect(leftOut[0]).toContain('1 belong to no subscription that is known');
  expect(leftOut[1]).toContain('all belong to subscriptions that are known');
});

test('a row that cannot be read is named, and other files are none of these', async () => {
  const problems = new ProblemList();
  await readOldOffers([file('oldLicences', licences.replace('10.10', 'ten')), file('lines', 'x\n')], estate, problems);

  expect(problems.problems).toMatchObject([{ code: 'row_unreadable', column: 'Subtotal', line: 2 }]);
});

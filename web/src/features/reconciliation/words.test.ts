import { expect, test } from 'vitest';
import { CauseCode, Certainty, type Correction, DifferenceKind, DifferenceState } from '#model/difference.ts';
import { PlanState, Reversibility, StepState } from '#model/plan.ts';
import { planWords } from '../../ui/words.ts';
import {
  causeWords,
  certaintyWords,
  correctionSentence,
  differenceStates,
  directionOf,
  fixOf,
  kindFacts,
  planStateOf,
  reversibilityWords,
  statusWord,
  stepWord,
  verdictSentence,
} from './words.ts';

const usd = (amount: string) => ({ amount, currency: 'USD' });

test('every code of the model has a word of its own that is no code', () => {
  const words = [
    ...DifferenceKind.options.map((kind) => kindFacts[kind].fix),
    ...CauseCode.options.map((code) => causeWords[code]),
    ...Certainty.options.map((certainty) => certaintyWords[certainty]),
    ...DifferenceState.options.map((state) => differenceStates[state].word),
    ...PlanState.options.map((state) => planWords[state].word),
    ...StepState.options.map((state) => stepWord(state, 'ConnectWise', true).word),
    ...Reversibility.options.map((word) => reversibilityWords[word].word),
  ];

  for (const word of words) expect(word).toMatch(/^[A-Z][^_]*$/);
});

test.each([
  ['quantity_mismatch_psa', '66', 'we under-bill'],
  ['quantity_mismatch_psa', '-66', 'we over-bill'],
  ['quantity_mismatch_distributor', '12', 'we pay too much'],
  ['missing_in_distributor', '-12', 'we pay too little'],
  ['price_below_cost', '3', 'we sell below cost'],
  ['unmapped_product', '40', 'at risk for us'],
  ['access_expired', '0', 'no money effect known'],
  ['access_expired', '0.00', 'no money effect known'],
] as const)('%s of %s a month reads "%s"', (kind, amount, words) => {
  expect(directionOf(kind, usd(amount))).toBe(words);
});

test('the suggestion names the number of seats where there is one', () => {
  expect(fixOf('quantity_mismatch_psa', { present: true, remoteIds: [], quantity: '25' })).toBe('Set the billed quantity to 25');
  expect(fixOf('missing_in_psa', { present: true, remoteIds: [], quantity: '25' })).toBe('Add the missing line');
});

test('each correction is told in one sentence', () => {
  const at = { connectionId: 'con_1', agreementRemoteId: '1', lineRemoteId: '2' };
  const prices = { unitPrice: '22', unitCost: '18' };
  const corrections: Correction[] = [
    { ...at, action: 'setQuantity', from: '20', to: '25' },
    { ...at, action: 'setPrice', from: '4', to: '5' },
    { ...at, action: 'endLine', quantity: '3' },
    { ...at, action: 'reopenLine', quantity: '3' },
    { ...at, ...prices, action: 'addLine', serviceRemoteId: '9', quantity: '12', vendorSubscriptionId: 'x', description: 'Exchange' },
    { ...at, ...prices, action: 'replaceService', fromServiceRemoteId: '8', toServiceRemoteId: '9', quantity: '7' },
  ];

  const sentences = corrections.map((correction) => correctionSentence(correction, 'USD'));

  expect(sentences[0]).toBe('Set the quantity of the PSA line from 20 to 25.');
  expect(sentences[1]?.replaceAll('\u00a0', ' ')).toBe('Set the price of the PSA line from USD 4.00 a bill to USD 5.00 a bill.');
  expect(new Set(sentences).size).toBe(6);
});

test('a step whose answer was lost names the system that is asked', () => {
  expect(stepWord('checking', 'ConnectWise', false).word).toBe('Checking with ConnectWise');
  expect(stepWord('done', 'ConnectWise', true).word).toBe('Done, verified');
  expect(stepWord('done', 'ConnectWise', false).word).toBe('Done');
});

test('a plan state of a later version is shown as it is, not as an error', () => {
  expect(planStateOf('applied').word).toBe('Applied');
  expect(planStateOf('somethingNew').word).toBe('somethingNew');
});

test('a status is told in our word, a foreign one as it is', () => {
  expect(statusWord('active')).toBe('Active');
  expect(statusWord('terminated')).toBe('terminated');
  expect(statusWord(undefined)).toBeUndefined();
});

test('a source that was not read whole says how', () => {
  expect(verdictSentence('Pax8', 'never')).toContain('never read');
  expect(verdictSentence('Pax8', 'partial')).toContain('not read completely');
  expect(verdictSentence('Pax8', 'suspicious')).toContain('far less');
});

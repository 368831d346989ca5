import { expect, test } from 'vitest';
import { anInvoiceLine } from '../../../test/make-invoice.ts';
import { netLines, quantityWords, totalOf } from './net-lines.ts';

const refund = anInvoiceLine({ lineNo: 4, chargeType: 'addQuantity', quantity: '-20', subtotal: '-374.00', raw: { ReferenceID: 'f1' } });
const charge = anInvoiceLine({
  lineNo: 5,
  chargeType: 'addQuantity',
  quantity: '23',
  subtotal: '430.10',
  raw: { ReferenceID: '{"osId":"x","id":"f1","v":"2.0"}' },
});
const cycle = anInvoiceLine({ lineNo: 1, quantity: '20', subtotal: '374.00', raw: { ReferenceID: '' } });

test('the refund of the old count and the charge of the new one are told as one, in either form of their reference', () => {
  const [first, pair] = netLines([cycle, refund, charge]);

  expect(first?.isPair).toBe(false);
  expect(pair).toMatchObject({ isPair: true, net: { amount: '56.1', currency: 'USD' } });
  expect(pair === undefined ? '' : quantityWords(pair)).toBe('20 → 23');
});

test('folding loses no cent: the sum of what is shown is the sum of the lines', () => {
  const lines = [cycle, refund, charge, anInvoiceLine({ lineNo: 9, subtotal: '0.01', raw: {} })];

  expect(netLines(lines).flatMap(({ lines: own }) => own)).toHaveLength(lines.length);
  expect(totalOf(netLines(lines).flatMap(({ lines: own }) => own))).toEqual(totalOf(lines));
});

test('two charges with one reference stay two lines; lines of two currencies are never folded', () => {
  expect(netLines([charge, { ...charge, lineNo: 6 }]).every(({ isPair }) => !isPair)).toBe(true);
  expect(netLines([refund, { ...charge, currency: 'EUR' }]).every(({ isPair }) => !isPair)).toBe(true);
});

test('who may not see costs sees the lines without money', () => {
  const hidden = netLines([{ ...cycle, subtotal: null, raw: null }]);

  expect(hidden[0]?.net).toBeNull();
  expect(totalOf([{ ...cycle, subtotal: null }])).toBeNull();
});

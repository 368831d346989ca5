import { describe, expect, test } from 'vitest';
import { aLine } from '../../../test/support/records.ts';
import { safeBilling } from '../../model/billing-behaviour.ts';
import { changedIdOf, type PsaCorrection } from '../../model/difference.ts';
import { money } from '../../model/money.ts';
import { needsApproval, policyName } from './approval.ts';
import { effectiveDate } from './effective-date.ts';
import { wordsOf } from './outcome-words.ts';
import { isOpenStep, stateWhenDone } from './plan.ts';
import { fingerprintOf } from './store.ts';
import { inverseOf, isAsCompared, isReached, movedFields, noLine, stateAfter, stateOf } from './target-state.ts';
import { summaryOf, warningsOf } from './words.ts';

const line = { connectionId: 'c', agreementRemoteId: '3001', lineRemoteId: '5001' };
const setQuantity: PsaCorrection = { action: 'setQuantity', ...line, from: '20', to: '25' };
const setPrice: PsaCorrection = { action: 'setPrice', ...line, from: '22.00', to: '24' };
const endLine: PsaCorrection = { action: 'endLine', ...line, quantity: '20' };
const reopenLine: PsaCorrection = { ...endLine, action: 'reopenLine' };
const replaceService: PsaCorrection = {
  action: 'replaceService',
  ...line,
  fromServiceRemoteId: '101',
  toServiceRemoteId: '102',
  quantity: '20',
  unitPrice: '26.40',
  unitCost: '21',
};
const addLine: PsaCorrection = {
  action: 'addLine',
  connectionId: 'c',
  agreementRemoteId: '3001',
  serviceRemoteId: '101',
  quantity: '25',
  unitPrice: '22',
  unitCost: '17.60',
  vendorSubscriptionId: 's',
  description: 'x',
};
const before = stateOf(aLine(1, { quantity: '20.0' }));

describe('what a line is and will be', () => {
  test('numbers that are equal look equal', () => {
    expect(before).toEqual({ quantity: '20', unitPrice: '22', service: '101', until: 'open' });
    expect(movedFields(before, stateOf(aLine(1, { quantity: '20' })))).toEqual([]);
    expect(movedFields(before, stateOf(aLine(1, { quantity: '21', cancelledOn: '2026-12-31' })))).toEqual(['quantity', 'until']);
    expect(movedFields(before, noLine)).toContain('line');
  });

  test.each([
    [setQuantity, undefined, { quantity: '25', until: 'open' }],
    [setQuantity, '2026-12-01', { quantity: '25', from: '2026-12-01' }],
    [setPrice, undefined, { unitPrice: '24', quantity: '20' }],
    [endLine, '2026-12-01', { until: '2026-12-01', quantity: '20' }],
    [reopenLine, undefined, { until: 'open' }],
    [replaceService, undefined, { service: '102', unitPrice: '26.4', quantity: '20' }],
    [addLine, '2026-12-01', { quantity: '25', service: '101', from: '2026-12-01' }],
  ] as const)('after %o', (correction, on, expected) => {
    expect(stateAfter(correction.action === 'addLine' ? noLine : before, correction, on)).toMatchObject(expected);
  });

  const reached: readonly (readonly [string, PsaCorrection, Parameters<typeof aLine>[1], boolean])[] = [
    ['the quantity is there', setQuantity, { quantity: '25.00' }, true],
    ['the quantity is in a line that ended', setQuantity, { quantity: '25', cancelledOn: '2026-11-30' }, false],
    ['the old quantity is still there', setQuantity, { quantity: '20' }, false],
    ['the price is there', setPrice, { unitPrice: '24.00' }, true],
    ['the line has an end', endLine, { cancelledOn: '2026-11-30' }, true],
    ['the line has no end', endLine, {}, false],
    ['the line is open again', reopenLine, {}, true],
    ['the service is there, the number too', replaceService, { serviceRemoteId: '102', quantity: '20' }, true],
    ['the service is there, another number', replaceService, { serviceRemoteId: '102', quantity: '21' }, false],
    ['the new line is there', addLine, { remoteId: '9000' }, true],
  ];
  test.each(reached)('%s', (_name, correction, change, expected) => {
    expect(isReached([aLine(1, change)], correction)).toBe(expected);
  });

  test.each([
    [setQuantity, true],
    [{ ...setQuantity, from: '21' }, false],
    [setPrice, true],
    [endLine, true],
    [{ ...endLine, quantity: '25' }, false],
    [replaceService, true],
    [{ ...replaceService, fromServiceRemoteId: '109' }, false],
    [reopenLine, false],
    [addLine, false],
  ] as const)('is it as compared? %o', (correction, expected) => {
    expect(isAsCompared(before, correction)).toBe(expected);
  });

  test('a line that is to be added must not be there, one that is to be changed must', () => {
    expect(isAsCompared(noLine, addLine)).toBe(true);
    expect(isAsCompared(noLine, setQuantity)).toBe(false);
    expect([changedIdOf(addLine), changedIdOf(setQuantity)]).toEqual([undefined, '5001']);
  });
});

describe('taking back what only a look-up confirmed', () => {
  test.each([
    [setQuantity, ['5001'], [{ ...setQuantity, from: '25', to: '20' }]],
    [setQuantity, ['5001', '9000'], []],
    [setPrice, ['5001'], [{ ...setPrice, from: '24', to: '22.00' }]],
    [endLine, ['5001'], [reopenLine]],
    [reopenLine, ['5001'], [endLine]],
    [addLine, ['9000'], [{ ...endLine, lineRemoteId: '9000', quantity: '25' }]],
    [addLine, [], []],
    [replaceService, ['5001'], [{ ...replaceService, fromServiceRemoteId: '102', toServiceRemoteId: '101', unitPrice: '22' }]],
  ] as const)('%o', (correction, remoteIds, expected) => {
    expect(inverseOf(correction, before, remoteIds)).toEqual(expected);
  });
});

describe('from when', () => {
  const days = { today: '2026-11-21', nextInvoiceOn: '2026-12-01' };
  test.each([
    ['a quantity at once counts for the next bill', setQuantity, undefined, days, { status: 'on', date: undefined }],
    ['a quantity from a day', setQuantity, '2026-12-01', days, { status: 'on', date: '2026-12-01' }],
    ['a day that is invoiced already', setQuantity, '2026-11-25', days, { status: 'inInvoicedPeriod', openFrom: '2026-12-01' }],
    ['a line ends when the invoiced period does', endLine, undefined, days, { status: 'on', date: '2026-12-01' }],
    [
      'a line ends today where nothing is invoiced ahead',
      endLine,
      undefined,
      { ...days, nextInvoiceOn: '2026-11-01' },
      { status: 'on', date: '2026-11-21' },
    ],
    [
      'a line begins today where nobody knows',
      addLine,
      undefined,
      { ...days, nextInvoiceOn: undefined },
      { status: 'on', date: '2026-11-21' },
    ],
  ] as const)('%s', (_name, correction, asked, calendar, expected) => {
    expect(effectiveDate(correction, asked, calendar, safeBilling)).toEqual(expected);
  });
});

describe('who must approve', () => {
  const limit = money('500', 'USD');
  test.each([
    ['at the limit nobody', [money('500', 'USD')], false],
    ['a cent above a second person', [money('500.01', 'USD')], true],
    ['taking away counts like adding', [money('-300', 'USD'), money('300', 'USD')], true],
    ['another currency cannot be measured', [money('1', 'EUR')], true],
    ['nothing in another currency is nothing', [money('0', 'EUR')], false],
  ])('%s', (_name, impacts, expected) => {
    expect(needsApproval(impacts, limit)).toBe(expected);
  });

  test('the policy is named as approver', () => {
    expect(policyName(limit)).toBe('Policy: up to USD 500.00 a month');
  });
});

describe('how a plan ends', () => {
  const step = (state: 'done' | 'skipped' | 'refused' | 'failed', code = 'x') => ({
    state,
    outcome: { code, sentence: '', at: '', verified: false },
  });
  test.each([
    [[step('done'), step('skipped')], 'applied'],
    [[step('done'), step('refused')], 'appliedInPart'],
    [[step('refused'), step('failed')], 'failed'],
    [[step('refused', 'plan_stale')], 'stale'],
  ] as const)('%o', (steps, expected) => {
    expect(stateWhenDone(steps)).toBe(expected);
  });

  test('planned, applying and checking are still open', () => {
    expect((['planned', 'applying', 'checking', 'done', 'needsDecision', 'refused'] as const).filter(isOpenStep)).toEqual([
      'planned',
      'applying',
      'checking',
    ]);
  });

  test.each([
    ['rejected', 'refused'],
    ['not_placed', 'failed'],
    ['needs_operator', 'needsDecision'],
    ['unknown', 'checking'],
    ['submitting', 'checking'],
    ['ready', 'applying'],
  ] as const)('a command that is %s makes the step %s', (state, expected) => {
    expect(wordsOf({ commandId: 'c', state, outcome: {}, nextLookAt: undefined }, 'ConnectWise').state).toBe(expected);
  });
});

test('a plan says in words what it does and what it leaves', () => {
  expect(summaryOf(setQuantity, 'Business Premium', undefined)).toBe('Set the quantity of Business Premium from 20 to 25');
  expect(summaryOf(endLine, 'Business Premium', '2026-12-01')).toBe('End the line of 20 x Business Premium on 2026-12-01');
  expect(warningsOf(setQuantity, undefined, '2026-11-21')[0]).toContain('whole next bill');
  expect(warningsOf(endLine, '2026-12-01', '2026-11-21')[0]).toContain('before 2026-12-01');
});

test('the fingerprint is that of the world and the wish, not of ids or time', () => {
  const step = {
    differenceId: 'd',
    correction: setQuantity,
    effectiveOn: undefined,
    before,
    after: stateAfter(before, setQuantity, undefined),
  };
  expect(fingerprintOf([step])).toBe(fingerprintOf([{ ...step }]));
  expect(fingerprintOf([step])).not.toBe(fingerprintOf([{ ...step, before: { ...before, quantity: '21' } }]));
});

import { describe, expect, test } from 'vitest';
import { aBillTo } from '../../../test/support/a-bill-to.ts';
import { guid } from '../../../test/support/records.ts';
import type { Act } from '../../model/difference.ts';
import { money } from '../../model/money.ts';
import { overtaken } from './overtaken.ts';
import type { Step, TargetState } from './plan.ts';

const atMicrosoft: Act = {
  action: 'setSeats',
  connectionId: guid(1),
  customerTenantId: guid(2),
  subscriptionRemoteId: guid(3),
  from: '25',
  to: '20',
};
const atPsa: Act = { action: 'endLine', connectionId: guid(1), agreementRemoteId: '3001', lineRemoteId: '5001', quantity: '20' };
const ofProfile: Act = {
  action: 'setBillTo',
  connectionId: guid(1),
  customerTenantId: guid(2),
  from: aBillTo(),
  to: aBillTo({ city: 'Seattle' }),
};

const aStep = (correction: Act, before: TargetState, after: TargetState): Step => ({
  stepId: guid(10),
  differenceId: undefined,
  customerId: guid(11),
  customerName: 'Contoso',
  resellerId: guid(12),
  connectionId: guid(1),
  system: 'Contoso CSP',
  summary: 'What the step does',
  correction,
  effectiveOn: undefined,
  before,
  after,
  impact: money('0', 'USD'),
  firstBill: undefined,
  reversibility: 'undoableHere',
  reversibleUntil: undefined,
  warnings: [],
  calls: [],
  state: 'planned',
  outcome: undefined,
  undo: [],
});
const plan = { planId: guid(13) };
const seats = aStep(atMicrosoft, { seats: '25', autoRenew: 'on', status: 'active' }, { seats: '20', autoRenew: 'on', status: 'active' });

describe('what moved under a step', () => {
  test('is told with what people saw, what was wanted and what is there', () => {
    expect(overtaken(plan, seats, { ...seats.before, seats: '26' }, 'planOvertaken')).toEqual([
      {
        ...{ customerId: guid(11), resellerId: guid(12), connectionId: guid(1), planId: guid(13) },
        ...{ kind: 'planOvertaken', winner: 'microsoft', subject: 'What the step does', field: 'seats' },
        ...{ base: '25', ours: '20', theirs: '26' },
      },
    ]);
  });

  test('is one entry for each field, also of one that the plan would have left alone', () => {
    const told = overtaken(plan, seats, { seats: '26', autoRenew: 'off', status: 'active' }, 'writeOvertaken');

    expect(told.map(({ field, ours, theirs }) => [field, ours, theirs])).toEqual([
      ['seats', '20', '26'],
      ['autoRenew', 'on', 'off'],
    ]);
  });

  test('is nothing where nothing moved', () => {
    expect(overtaken(plan, seats, seats.before, 'planOvertaken')).toEqual([]);
  });

  test('counts from what the plan left when it is to be taken back', () => {
    expect(overtaken(plan, seats, seats.after, 'undoOvertaken')).toEqual([]);
    expect(overtaken(plan, seats, { ...seats.after, seats: '22' }, 'undoOvertaken')).toMatchObject([
      { base: '20', ours: '25', theirs: '22' },
    ]);
  });

  test('counts at the PSA for a line, and at Microsoft for a billing profile', () => {
    const line = aStep(atPsa, { quantity: '20', until: 'open' }, { quantity: '20', until: '2026-12-01' });
    const profile = aStep(ofProfile, { city: 'Redmond' }, { city: 'Seattle' });

    expect(overtaken(plan, line, { quantity: '22', until: 'open' }, 'planOvertaken')).toMatchObject([{ winner: 'psa', field: 'quantity' }]);
    expect(overtaken(plan, profile, { city: 'Tacoma' }, 'planOvertaken')).toMatchObject([{ winner: 'microsoft', theirs: 'Tacoma' }]);
  });

  test('leaves out an end that was "now", since it names no day to compare with', () => {
    const line = aStep(atPsa, { quantity: '20', until: 'open' }, { quantity: '20', until: 'now' });

    expect(overtaken(plan, line, { quantity: '21', until: '2026-11-22' }, 'undoOvertaken').map(({ field }) => field)).toEqual(['quantity']);
  });

  test('of a line that is gone says so with an empty value', () => {
    const line = aStep(atPsa, { quantity: '20', until: 'open' }, { quantity: '20', until: '2026-12-01' });

    expect(overtaken(plan, line, { line: 'none' }, 'planOvertaken')).toMatchObject([
      { field: 'quantity', base: '20', theirs: '' },
      { field: 'until', base: 'open', theirs: '' },
      { field: 'line', theirs: 'none' },
    ]);
  });
});

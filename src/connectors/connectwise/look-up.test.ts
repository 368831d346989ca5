import { describe, expect, test } from 'vitest';
import type { PsaCorrection } from '../../model/difference.ts';
import { judge } from './look-up.ts';
import { WireAddition } from './schema.ts';

const aLine = (over: object = {}) =>
  WireAddition.parse({ id: 501, product: { id: 5 }, quantity: '20.0', unitPrice: '22.0', effectiveDate: '2026-01-01T00:00:00Z', ...over });
const named = (value: string) => ({ customFields: [{ id: 41, caption: 'Microsoft - Subscription ID', value }] });
const ids = { connectionId: 'c', agreementRemoteId: '3', lineRemoteId: '501' };
const ask = (correction: PsaCorrection, lines: readonly WireAddition[], effectiveOn?: string) =>
  judge({ correction, effectiveOn, reference: 'cmd' }, { all: lines, line: lines.find((line) => line.id === '501') });

describe('a quantity that was set at once', () => {
  const wanted: PsaCorrection = { action: 'setQuantity', ...ids, from: '20', to: '25' };

  test.each([
    ['25.0', { found: 'applied', remoteIds: ['501'] }],
    ['20', { found: 'notApplied' }],
    ['22', { found: 'undecidable', candidates: ['501'] }],
  ])('%s there', (quantity, answer) => {
    expect(ask(wanted, [aLine({ quantity })])).toEqual(answer);
  });

  test('of a line that is gone is for a person to decide', () => {
    expect(ask(wanted, [])).toEqual({ found: 'undecidable', candidates: [] });
  });
});

describe('a quantity from a day on', () => {
  const wanted: PsaCorrection = { action: 'setQuantity', ...ids, from: '20', to: '25' };
  const ended = aLine({ cancelledDate: '2026-11-30T00:00:00Z', ...named('abc') });
  const added = (over: object = {}) => aLine({ id: 502, quantity: '25', effectiveDate: '2026-12-01T00:00:00Z', ...named('ABC'), ...over });
  const on = '2026-12-01';

  test('is applied when both halves are there', () => {
    expect(ask(wanted, [ended, added()], on)).toEqual({ found: 'applied', remoteIds: ['501', '502'] });
  });

  test('is not applied when only the old line was ended: sending it again does no harm', () => {
    expect(ask(wanted, [ended], on)).toEqual({ found: 'notApplied' });
  });

  test('is for a person when the new line is there and the old one goes on, or when two fit', () => {
    expect(ask(wanted, [aLine(named('abc')), added()], on)).toEqual({ found: 'undecidable', candidates: ['501', '502'] });
    expect(ask(wanted, [ended, added(), added({ id: 503 })], on)).toEqual({ found: 'undecidable', candidates: ['502', '503'] });
  });

  test('does not take the line of another subscription for its own', () => {
    expect(ask(wanted, [ended, added(named('xyz'))], on)).toEqual({ found: 'notApplied' });
  });

  test('of a line that starts on that day was patched in place', () => {
    expect(ask(wanted, [aLine({ effectiveDate: on, quantity: 25 })], on)).toEqual({ found: 'applied', remoteIds: ['501'] });
  });
});

test('ended and opened lines are told by their end', () => {
  const end: PsaCorrection = { action: 'endLine', ...ids, quantity: '20' };
  const open: PsaCorrection = { action: 'reopenLine', ...ids, quantity: '20' };
  const closed = aLine({ cancelledDate: '2026-11-21T00:00:00Z' });

  expect([ask(end, [closed]).found, ask(end, [aLine()]).found, ask(open, [closed]).found, ask(open, [aLine()]).found]).toEqual([
    'applied',
    'notApplied',
    'notApplied',
    'applied',
  ]);
});

test('a price is told by the price, a service by the service', () => {
  const service: PsaCorrection = {
    action: 'replaceService',
    ...ids,
    fromServiceRemoteId: '5',
    toServiceRemoteId: '6',
    quantity: '20',
    unitPrice: '1',
    unitCost: '1',
  };

  expect(ask({ action: 'setPrice', ...ids, from: '22', to: '23.5' }, [aLine({ unitPrice: '23.50' })]).found).toBe('applied');
  expect(ask(service, [aLine({ product: { id: 6 } })]).found).toBe('applied');
  expect(ask(service, [aLine()]).found).toBe('notApplied');
  expect(ask(service, [aLine({ product: { id: 7 } })])).toEqual({ found: 'undecidable', candidates: ['501'] });
});

describe('a line that was added', () => {
  const wanted: PsaCorrection = {
    action: 'addLine',
    connectionId: 'c',
    agreementRemoteId: '3',
    serviceRemoteId: '5',
    quantity: '20',
    unitPrice: '22',
    unitCost: '17',
    vendorSubscriptionId: 'ABC',
    description: 'x',
  };

  test('is known by service, quantity, start and subscription', () => {
    expect(ask(wanted, [aLine(named('abc')), aLine({ id: 502, ...named('other') })])).toEqual({ found: 'applied', remoteIds: ['501'] });
    expect(ask(wanted, [aLine({ quantity: 19 })])).toEqual({ found: 'notApplied' });
    expect(ask(wanted, [aLine()], '2026-02-01')).toEqual({ found: 'notApplied' });
  });

  test('that could be one of two is for a person', () => {
    expect(ask(wanted, [aLine(), aLine({ id: 502 })])).toEqual({ found: 'undecidable', candidates: ['501', '502'] });
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Finding, findingKinds, findingLine, sortFindings } from './finding.ts';

const aFinding = (some: Partial<Finding> = {}): Finding => ({
  kind: 'rounding',
  cause: 'line_arithmetic',
  certainty: 'certain',
  expected: '1.00',
  actual: '1.01',
  impactCents: 1,
  currency: 'EUR',
  explanation: 'One cent.',
  ...some,
});

const unit = fc.constantFrom('a', '"', '\\', '\n', '\r', '\u2028', '\u0000', 'é', '😀', '\ud83d');

describe('a finding as a line of the file', () => {
  test('has its fields in the order of the contract, and none that does not apply', () => {
    expect(findingLine(aFinding({ customerId: 'c', lineNo: 0, invoice: 'G1' }))).toBe(
      '{"kind":"rounding","cause":"line_arithmetic","certainty":"certain","customerId":"c","invoice":"G1","lineNo":0,"expected":"1.00","actual":"1.01","impactCents":1,"currency":"EUR","explanation":"One cent.","causes":[{"cause":"line_arithmetic","certainty":"certain","evidence":"One cent."}]}\n',
    );
  });

  test('with everything that may apply', () => {
    const line = findingLine(
      aFinding({ customerId: 'c', subscriptionId: 's', distributorSubscriptionId: 'd', psaIds: [81, 'x'], invoice: 'G1', lineNo: 7 }),
    );
    expect(Object.keys(JSON.parse(line) as object)).toEqual([
      'kind',
      'cause',
      'certainty',
      'customerId',
      'subscriptionId',
      'distributorSubscriptionId',
      'psaIds',
      'invoice',
      'lineNo',
      'expected',
      'actual',
      'impactCents',
      'currency',
      'explanation',
      'causes',
    ]);
  });

  test('with every cause that may be, best first', () => {
    const causes = [
      { code: 'seats_added', certainty: 'likely', sentence: 'Seats went from 5 to 8.' },
      { code: 'distributor_behind', certainty: 'possible', sentence: 'The distributor counts 5 as well.' },
    ] as const;
    const line = findingLine(aFinding({ kind: 'quantity_mismatch_psa', cause: 'seats_added', certainty: 'likely', causes: [...causes] }));

    expect(JSON.parse(line)).toMatchObject({
      cause: 'seats_added',
      causes: [
        { cause: 'seats_added', certainty: 'likely', evidence: 'Seats went from 5 to 8.' },
        { cause: 'distributor_behind', certainty: 'possible', evidence: 'The distributor counts 5 as well.' },
      ],
    });
  });

  test('no PSA lines is no member, and nothing lost is 0 and not -0', () => {
    const line = findingLine(aFinding({ psaIds: [], impactCents: -0 }));

    expect(line).not.toContain('psaIds');
    expect(line).toContain('"impactCents":0,');
  });

  test('is one line whatever the texts hold', () => {
    fc.assert(
      fc.property(fc.string({ unit }), fc.string({ unit }), (explanation, customerId) => {
        const line = findingLine(aFinding({ explanation, customerId }));
        expect(line.indexOf('\n')).toBe(line.length - 1);
        expect(JSON.parse(line)).toMatchObject({ explanation, customerId });
      }),
    );
  });
});

describe('the order of findings', () => {
  const finding = fc.record({
    kind: fc.constantFrom(...findingKinds.slice(0, 4)),
    customerId: fc.constantFrom('a', 'b'),
    subscriptionId: fc.constantFrom('s', 't'),
    lineNo: fc.integer({ min: 0, max: 50 }),
  });

  test('does not depend on the order in which they were found', () => {
    fc.assert(
      fc.property(
        fc
          .uniqueArray(finding, { selector: (one) => JSON.stringify(one), maxLength: 20 })
          .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        ([all, shuffled]) => {
          const written = (some: readonly Partial<Finding>[]): string => sortFindings(some.map(aFinding)).map(findingLine).join('');
          expect(written(shuffled)).toBe(written(all));
        },
      ),
    );
  });

  test('loses none and adds none', () => {
    fc.assert(
      fc.property(fc.array(finding, { maxLength: 20 }), (all) => {
        expect(sortFindings(all.map(aFinding)).map(findingLine).sort()).toEqual(all.map(aFinding).map(findingLine).sort());
      }),
    );
  });

  test.each<[string, Partial<Finding>, Partial<Finding>]>([
    ['kind', { kind: 'duplicate_line' }, { kind: 'rounding' }],
    ['customer', { customerId: 'a' }, { customerId: 'b' }],
    ['subscription', { subscriptionId: 'a' }, { subscriptionId: 'b' }],
    ['invoice', { invoice: 'G1' }, { invoice: 'G2' }],
    ['line as a number', { lineNo: 9 }, { lineNo: 10 }],
    ['no line before the first', {}, { lineNo: 0 }],
    ['PSA line', { psaIds: ['a'] }, { psaIds: ['b'] }],
    ["the distributor's subscription", { distributorSubscriptionId: 'a' }, { distributorSubscriptionId: 'b' }],
  ])('is by %s', (_name, first, second) => {
    const [a, b] = [aFinding(first), aFinding(second)];

    expect(sortFindings([b, a])).toEqual([a, b]);
    expect(sortFindings([a, b])).toEqual([a, b]);
  });
});

test('the kinds are those of the public contract, each once', () => {
  expect(new Set(findingKinds).size).toBe(findingKinds.length);
  expect(findingKinds.every((kind) => /^[a-z]+(_[a-z]+)*$/.test(kind))).toBe(true);
});

import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defaultTolerance, type Tolerance } from '../../../model/tolerance.ts';
import type { InvoiceHeader } from '../files/inputs/header.ts';
import { ProblemList } from '../files/problem.ts';
import type { Misfit } from './misfit.ts';
import { proveInvoice } from './prove-invoice.ts';
import { InvoiceLines } from './read-lines.ts';
import type { InvoiceProof } from './result.ts';

type Row = Readonly<Record<string, string | number>>;

/** A whole July of ten seats at 12, as the export has it. */
const line = (subscription: string, some: Row = {}): Row => ({
  CustomerId: `customer-${subscription.at(-1) ?? ''}`,
  CustomerCountry: 'DE',
  InvoiceNumber: 'G1',
  ProductId: 'BASIC',
  SkuId: '0001',
  ChargeType: 'cycleCharge',
  UnitPrice: 12,
  Subtotal: 120,
  TaxTotal: 22.8,
  Total: 142.8,
  Currency: 'EUR',
  PriceAdjustmentDescription: '',
  SubscriptionDescription: 'Business Basic',
  SubscriptionId: subscription,
  ChargeStartDate: '2026-07-01T00:00:00Z',
  ChargeEndDate: '2026-07-31T00:00:00Z',
  TermAndBillingCycle: 'One-Year commitment for monthly/yearly billing',
  EffectiveUnitPrice: 12,
  BillableQuantity: 10,
  BillingFrequency: 'Monthly',
  PCToBCExchangeRate: 1,
  SubscriptionStartDate: '2026-01-01T00:00:00Z',
  ReferenceID: `event-${subscription}`,
  ...some,
});
const untaxed = (subtotal: number): Row => ({ Subtotal: subtotal, TaxTotal: 0, Total: subtotal });

type Options = {
  readonly header?: Partial<InvoiceHeader>;
  readonly rates?: ReadonlyMap<string, number>;
  readonly tolerance?: Tolerance;
};
const noHeader = {
  id: 'G1',
  from: undefined,
  to: undefined,
  lines: undefined,
  subtotal: undefined,
  tax: undefined,
  total: undefined,
  currency: undefined,
};

const inMemory = (content: string): AsyncIterable<Buffer> => Readable.from([Buffer.from(content)]);

async function prove(rows: readonly Row[], options: Options = {}): Promise<{ proof: InvoiceProof; misfits: Misfit[] }> {
  const content = rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  const misfits: Misfit[] = [];
  const proof = await proveInvoice({
    lines: async (visit) => {
      const problems = new ProblemList();
      await new InvoiceLines(problems, visit).read({ name: 'lines', format: 'jsonl', content: inMemory(content) });
      expect(problems.problems).toEqual([]);
    },
    header: options.header === undefined ? undefined : { ...noHeader, ...options.header },
    rates: options.rates,
    tolerance: options.tolerance ?? defaultTolerance,
    onMisfit: (misfit) => misfits.push(misfit),
  });
  return { proof, misfits };
}
const off = (misfits: readonly Misfit[]): unknown[] =>
  misfits.map(({ lineNo, column, expected, given }) => [lineNo, column, expected, given]);

describe('a published example is proved line by line', () => {
  const example = (name: string): Row[] => {
    const [head = [], ...rows] = readFileSync(
      new URL(`../../../../sandbox/ledger/fixtures/recon.new-commerce.example.${name}.csv`, import.meta.url),
      'utf8',
    )
      .trim()
      .split('\n')
      .map((row) => row.trim().split(','));
    return rows.map((cells, at) => {
      const told: Record<string, string> = Object.fromEntries(
        head.map((title, place) => [title.replaceAll(/\s/g, '').replace('ReferenceId', 'ReferenceID'), cells[place] ?? '']),
      );
      const amount = Number(told['Subtotal'] ?? told['Total']);
      const untold = {
        SubscriptionStartDate: '',
        BillingFrequency: told['BillingFrequency'] ?? 'Monthly',
        ReferenceID: told['ReferenceID'] ?? `event-${at}`,
      };
      return line('example', { ...untold, ProductId: told['Product'] ?? 'BASIC', ...told, ...quantityOf(told), ...untaxed(amount) });
    });
  };
  const quantityOf = (told: Row): Row => ({ BillableQuantity: told['BillableQuantity'] ?? told['Quantity'] ?? 0 });

  test.each([
    ['cancel-in-window.1', 'seat-unit-first'],
    ['full-upgrade.1', 'seat-unit-first'],
    ['partial-upgrade.1', 'seat-unit-first'],
    ['change-billing-plan.1', 'seat-unit-first'],
    ['change-billing-plan.2', 'seat-unit-first'],
    // Cut after multiplying, with a price of more digits than are printed.
    ['seat-changes.1', 'as-published'],
  ])('%s, by %s', async (name, ruleSet) => {
    const { proof, misfits } = await prove(example(name));

    expect(misfits).toEqual([]);
    expect(proof).toMatchObject({ verdict: 'proved', ruleSet: { name: ruleSet, misfits: 0 } });
  });

  test('a trial that becomes paid', async () => {
    const trial = {
      ChargeType: 'convert',
      ChargeStartDate: '2021-06-25',
      ChargeEndDate: '2021-07-24',
      SubscriptionStartDate: '',
      BillableQuantity: 25,
      ReferenceID: 'r',
    };
    const free = { UnitPrice: 0, EffectiveUnitPrice: 0, ProductQualifiers: '["Trial"]', ...untaxed(0) };
    const { proof } = await prove([
      line('s', { ...trial, ...free, ChargeType: 'new' }),
      line('s', { ...trial, ...free }),
      line('s', { ...trial, UnitPrice: 52.61, EffectiveUnitPrice: 52.61, ...untaxed(1315.25) }),
    ]);

    expect(proof).toMatchObject({ verdict: 'proved', misfits: { count: 0 } });
  });

  test('two examples that follow different roundings are one invoice by the published set', async () => {
    const { proof } = await prove([...example('seat-changes.1'), ...example('cancel-in-window.1')]);

    expect(proof).toMatchObject({ verdict: 'proved', ruleSet: { name: 'as-published' } });
  });
});

describe('every line that does not fit is told with its numbers', () => {
  test('the subtotal: what it should be by the formula, what it is, by how much', async () => {
    const { proof, misfits } = await prove([line('s1'), line('s2', { Subtotal: 120.01, Total: 142.81 }), line('s3')]);

    expect(misfits).toEqual([
      expect.objectContaining({
        lineNo: 1,
        column: 'Subtotal',
        expected: '120.00',
        given: '120.01',
        differenceCents: 1,
        formula: 'effective price x rate, cut to the cent, times quantity: price 12, rate 1, quantity 10',
      }),
    ]);
    expect(proof.misfits.first[0]).toEqual(misfits[0]);
    expect(proof.ruleSet).toMatchObject({ name: 'seat-unit-first', misfits: 1, alsoFit: [] });
  });

  test('the price for days: which part of the cycle it should be', async () => {
    const { misfits } = await prove([
      line('s1', { ChargeStartDate: '2026-07-10', EffectiveUnitPrice: 8, Subtotal: 80, TaxTotal: 15.2, Total: 95.2 }),
    ]);

    expect(misfits).toEqual([
      expect.objectContaining({
        column: 'EffectiveUnitPrice',
        expected: '8.516129',
        given: '8',
        formula: 'UnitPrice 12 for 22 of 31 days',
      }),
    ]);
    expect(misfits[0]).not.toHaveProperty('differenceCents');
  });

  test('a whole price for a part of a month', async () => {
    expect(off((await prove([line('s1', { ChargeStartDate: '2026-07-17' })])).misfits)).toEqual([
      [0, 'EffectiveUnitPrice', '5.806451', '12'],
    ]);
  });

  test('tax by the rate of the country, half up, credits like charges; without a rate it is said', async () => {
    const rates = new Map([['DE', 190_000]]);
    const { misfits, proof } = await prove(
      [
        line('s1', { TaxTotal: 22.79, Total: 142.79 }),
        line('s2', { BillableQuantity: -10, Subtotal: -120, TaxTotal: -22.8, Total: -142.8 }),
        line('s3', { CustomerCountry: 'FR', TaxTotal: 1, Total: 121 }),
      ],
      { rates },
    );

    expect(off(misfits)).toEqual([[0, 'TaxTotal', '22.80', '22.79']]);
    expect(misfits[0]?.formula).toBe('Subtotal 120.00 x 19 % of DE, half up to the cent');
    expect(proof.notRecomputed).toEqual([{ reason: 'tax-rate-unknown', lines: 1 }]);
  });

  test('a total that is not the sum of its parts', async () => {
    expect(off((await prove([line('s1', { Total: 142.81 })])).misfits)).toEqual([[0, 'Total', '142.80', '142.81']]);
  });

  test('usage is cut before and after the rate', async () => {
    const usage = { SubscriptionDescription: 'Azure plan', BillingFrequency: '', TermAndBillingCycle: '', UnitPrice: 0.0301 };
    const made = { ...usage, EffectiveUnitPrice: 0.0301, BillableQuantity: 744.3, PCToBCExchangeRate: 0.9 };
    // 22.40343 is 22.40; x 0.9 is 20.16. In one step it would be 20.163.
    expect((await prove([line('s1', { ...made, ...untaxed(20.16) })])).misfits).toEqual([]);
    expect(off((await prove([line('s1', { ...made, ...untaxed(20.17) })])).misfits)).toEqual([[0, 'Subtotal', '20.16', '20.17']]);
  });

  test('partner earned credit is the percentage that the line names', async () => {
    const usage = { SubscriptionDescription: 'Azure plan', BillingFrequency: '', UnitPrice: 2, BillableQuantity: 10 };
    const credited = { ...usage, PriceAdjustmentDescription: '["15.0% Partner earned credit for services managed"]' };
    expect((await prove([line('s1', { ...credited, EffectiveUnitPrice: 1.7, ...untaxed(17) })])).misfits).toEqual([]);
    expect(off((await prove([line('s1', { ...credited, EffectiveUnitPrice: 1.8, ...untaxed(18) })])).misfits)).toEqual([
      [0, 'EffectiveUnitPrice', '1.7', '1.8'],
    ]);
  });

  test('a discount without a percentage is taken as given and said; what follows from it is proved', async () => {
    const discounted = { PriceAdjustmentDescription: '["You are getting a discount due to a pre-determined override."]' };
    const { proof, misfits } = await prove([
      line('s1', { ...discounted, EffectiveUnitPrice: 11, ...untaxed(110) }),
      line('s2', { ...discounted, EffectiveUnitPrice: 11, ...untaxed(111) }),
    ]);

    expect(off(misfits)).toEqual([[1, 'Subtotal', '110.00', '111.00']]);
    expect(proof.notRecomputed).toContainEqual({ reason: 'discount-without-percentage', lines: 2 });
  });

  test('a credit has no formula, but its total adds up', async () => {
    const credit = { ChargeType: 'customerCredit', UnitPrice: 0, EffectiveUnitPrice: 0, BillableQuantity: 1, Subtotal: -50, TaxTotal: 0 };
    const { proof, misfits } = await prove([line('s1', { ...credit, Total: -50 }), line('s2', { ...credit, Total: -49 })]);

    expect(off(misfits)).toEqual([[1, 'Total', '-50.00', '-49.00']]);
    expect(proof.notRecomputed).toContainEqual({ reason: 'credit', lines: 2 });
  });

  test('charge types in any case are the same charge types', async () => {
    const credit = { UnitPrice: 1, EffectiveUnitPrice: 0, BillableQuantity: 1, ...untaxed(-50) };
    for (const ChargeType of ['CustomerCredit', 'CUSTOMERCREDIT'])
      expect((await prove([line('s1', { ...credit, ChargeType })])).misfits).toEqual([]);
  });
});

test('thousands of misfits are named like few, in order of line, and only the first are kept in the result', async () => {
  const rows = Array.from({ length: 2500 }, (_, at) => line(`s${at}`, at % 5 === 4 ? {} : { Subtotal: 120.01, Total: 142.81 }));
  const { proof, misfits } = await prove(rows);

  expect(misfits.map(({ lineNo }) => lineNo)).toEqual(rows.flatMap((_, at) => (at % 5 === 4 ? [] : [at])));
  expect(proof.misfits).toMatchObject({ count: 2000, byColumn: { Subtotal: 2000 } });
  expect(proof.misfits.first).toEqual(misfits.slice(0, 100));
  // One more line than is kept at hand: read again, with the same answer.
  const more = await prove([...rows, ...rows.slice(0, 1)]);
  expect(more.misfits.slice(0, 2000)).toEqual(misfits);
  expect(more.proof.misfits.count).toBe(2001);
});

describe('a change of seats is a refund and a charge', () => {
  const change = (some: Row): Row =>
    line('s1', { ChargeType: 'addQuantity', ChargeStartDate: '2026-07-17', EffectiveUnitPrice: 5.806451, ...some });
  const refund = change({ BillableQuantity: -10, ...untaxed(-58) });
  const charge = change({ BillableQuantity: 12, ...untaxed(69.6) });

  test('both sides belong together, whichever comes first', async () => {
    expect((await prove([refund, charge])).misfits).toEqual([]);
    expect((await prove([charge, line('s2'), refund])).misfits).toEqual([]);
  });

  test('also when the reference is JSON text, plain on the other line, or written otherwise', async () => {
    const id = '7D71C595-4635-40d1-a9e2-b34e63b01764';
    const forms = [`{"osId":"other","id":"${id}","v":"2.0"}`, `{ "id" : "${id}", "v": "2.0" }`, id.toLowerCase(), ` ${id} `];
    for (const ReferenceID of forms) {
      expect(
        (
          await prove([
            { ...refund, ReferenceID },
            { ...charge, ReferenceID: id },
          ])
        ).misfits,
        ReferenceID,
      ).toEqual([]);
    }
    expect(
      (
        await prove([
          { ...refund, ReferenceID: '{"osId":"a","id":"b"}' },
          { ...charge, ReferenceID: '{"osId":"b","id":"a"}' },
        ])
      ).misfits,
    ).toHaveLength(2);
  });

  test('a side that is missing is named', async () => {
    const { misfits } = await prove([line('s2'), charge]);

    expect(off(misfits)).toEqual([[1, 'ReferenceId', 'a refund of the old count and a charge of the new one', 'only a charge of 69.60']]);
    expect((await prove([refund])).misfits[0]?.given).toBe('only a refund of -58.00');
  });

  test('at another price or for other days it is not the same change', async () => {
    const dearer = { ...charge, UnitPrice: 13, EffectiveUnitPrice: 6.290322, ...untaxed(75.48) };
    expect((await prove([refund, dearer])).misfits.map(({ column }) => column)).toEqual(['ReferenceId', 'ReferenceId']);
  });

  test('two parts of one product are two refunds and two charges', async () => {
    expect((await prove([refund, refund, charge, charge])).misfits).toEqual([]);
    expect((await prove([refund, refund, charge])).misfits).toHaveLength(1);
  });
});

describe('header = lines = customers = products, per currency', () => {
  const rows = [line('s1'), line('s2', { Currency: 'USD' }), line('s3', { ProductId: 'OTHER' })];

  test('sums of each currency stand alone and agree three ways', async () => {
    const { proof } = await prove(rows);

    expect(proof.currencies).toEqual([
      { currency: 'EUR', sums: { lines: 2, subtotal: '240.00', tax: '45.60', total: '285.60' }, customers: 2, products: 2, agrees: true },
      { currency: 'USD', sums: { lines: 1, subtotal: '120.00', tax: '22.80', total: '142.80' }, customers: 1, products: 1, agrees: true },
    ]);
  });

  test('a header is held against the lines of its own currency', async () => {
    const header = { currency: 'USD', total: 14_280, lines: 1 };
    const { proof } = await prove(rows, { header });

    expect(proof.currencies[0]).not.toHaveProperty('header');
    expect(proof.currencies[1]?.header).toEqual({
      says: { lines: 1, total: '142.80' },
      rest: { lines: 0, total: '0.00' },
      ties: true,
      isWithinTolerance: true,
    });
  });

  test.each([
    [{ total: 28_561 }, [], 'notProved'],
    [{ total: 28_561 }, [{ currency: 'EUR', absolute: '0.01', percent: '0', perUnit: '0' }], 'withinTolerance'],
    [{ total: 28_561 }, [{ currency: 'USD', absolute: '0.01', percent: '0', perUnit: '0' }], 'notProved'],
    [{ subtotal: 24_000, tax: 4560, total: 28_560, lines: 2 }, [], 'proved'],
    [{ total: 28_560, lines: 3 }, [{ absolute: '9', percent: '0', perUnit: '0' }], 'notProved'],
  ])('header %j with tolerance %j is %s', async (header, rules, verdict) => {
    const { proof } = await prove([line('s1'), line('s3')], { header, tolerance: { rules } });

    expect(proof.verdict).toBe(verdict);
    expect(proof.tolerance).toEqual({ rules });
  });

  test('what is within tolerance is listed all the same', async () => {
    const rules = [{ family: 'seats' as const, absolute: '0.01', percent: '0', perUnit: '0' }];
    const { proof, misfits } = await prove([line('s1', { Total: 142.81 }), line('s2', { Total: 142.9 })], { tolerance: { rules } });

    expect(misfits).toHaveLength(2);
    expect(proof).toMatchObject({ verdict: 'notProved', misfits: { count: 2, withinTolerance: 1, byColumn: { Total: 2 } } });
  });
});

describe('laws of the proof', () => {
  const rows = [
    line('s1'),
    line('s2', { Subtotal: 120.01, TaxTotal: 22.8, Total: 142.81 }),
    line('s3', { Total: 142.9 }),
    line('s4', {
      ChargeType: 'addQuantity',
      ChargeStartDate: '2026-07-17',
      EffectiveUnitPrice: 5.806451,
      BillableQuantity: -10,
      ...untaxed(-58),
    }),
    line('s4', {
      ChargeType: 'addQuantity',
      ChargeStartDate: '2026-07-17',
      EffectiveUnitPrice: 5.806451,
      BillableQuantity: 11,
      ...untaxed(63.8),
    }),
    line('s5', {
      ChargeType: 'removeQuantity',
      ChargeStartDate: '2026-07-05',
      EffectiveUnitPrice: 10.451612,
      BillableQuantity: 5,
      ...untaxed(52.25),
    }),
    line('s6', { Currency: 'USD' }),
  ];
  const known = ({ proof, misfits }: Awaited<ReturnType<typeof prove>>): unknown => {
    const { first: _first, ...counts } = proof.misfits;
    return { ...proof, misfits: counts, all: misfits.map(({ lineNo: _no, ...rest }) => JSON.stringify(rest)).sort() };
  };

  test('in which order the lines stand makes no difference (R1)', async () => {
    const before = known(await prove(rows));
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(rows, { minLength: rows.length }), async (shuffled) => {
        expect(known(await prove(shuffled))).toEqual(before);
      }),
      { numRuns: 25 },
    );
  });

  test('proved twice it is the same (R4)', async () => {
    expect(await prove(rows)).toEqual(await prove(rows));
  });

  test('a line less changes the sums by exactly that line and nothing else of other currencies (R12)', async () => {
    const whole = (await prove(rows)).proof.currencies;
    for (const [at, row] of rows.entries()) {
      const rest = (await prove(rows.filter((_, other) => other !== at))).proof.currencies;
      for (const { currency, sums } of whole) {
        const left = rest.find((one) => one.currency === currency)?.sums;
        const isIts = currency === row['Currency'];
        const expected = Math.round(Number(sums.total) * 100) - (isIts ? Math.round(Number(row['Total']) * 100) : 0);
        expect(Math.round(Number(left?.total ?? 0) * 100)).toBe(expected);
      }
    }
  });

  test('a customer without lines of his own changes no other amount (R8)', async () => {
    const free = line('s9', { UnitPrice: 0, EffectiveUnitPrice: 0, ...untaxed(0) });
    const [eur, usd] = (await prove([...rows, free])).proof.currencies;
    const [before, other] = (await prove(rows)).proof.currencies;

    expect(eur).toMatchObject({ customers: (before?.customers ?? 0) + 1, sums: { total: before?.sums.total } });
    expect(usd).toEqual(other);
  });

  test('all days 400 years later, the same amounts and misfits (R14)', async () => {
    const later = rows.map((row) =>
      Object.fromEntries(
        Object.entries(row).map(([key, value]) => [key, typeof value === 'string' ? value.replace(/^2026-/, '2426-') : value]),
      ),
    );
    expect(known(await prove(later))).toEqual(known(await prove(rows)));
  });

  test('an invoice that follows one rounding is proved by it, whichever it is', async () => {
    const seats = fc.integer({ min: 1, max: 500 });
    const days = fc.integer({ min: 2, max: 31 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.integer({ min: 100, max: 9000 }), days, seats), { minLength: 3, maxLength: 12 }),
        async (lines) => {
          const made = lines.map(([cents, first, count], at) => {
            const effective = Math.floor((cents * 10_000 * (32 - first)) / 31);
            const subtotal = Math.floor((effective * count) / 10_000) / 100;
            const printed = { UnitPrice: cents / 100, EffectiveUnitPrice: effective / 1_000_000, BillableQuantity: count };
            return line(`s${at}`, {
              ...printed,
              ChargeStartDate: `2026-07-${String(first).padStart(2, '0')}`,
              ChargeType: 'new',
              ...untaxed(subtotal),
            });
          });
          const { proof } = await prove(made);
          expect(proof.verdict).toBe('proved');
          expect([proof.ruleSet.name, ...proof.ruleSet.alsoFit]).toContain('product-first');
        },
      ),
      { numRuns: 40 },
    );
  });
});

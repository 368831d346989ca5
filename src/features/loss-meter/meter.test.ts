import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Decimal } from '../../lib/decimal.ts';
import { meter, type Position } from './meter.ts';

type Seats = { readonly bought?: string; readonly billed?: string; readonly price?: string };

const aPosition = ({ bought = '25', billed = '20', price = '22' }: Seats = {}, more: Partial<Position> = {}): Position => ({
  customerId: 'contoso',
  customerName: 'Contoso Ltd',
  productKey: 'CFQ7TTC0LCHC:0002',
  productName: 'Microsoft 365 Business Premium',
  currency: 'USD',
  unitPrice: new Decimal(price),
  bought: new Decimal(bought),
  charged: undefined,
  billed: new Decimal(billed),
  billedMoney: new Decimal(price).times(billed),
  assigned: undefined,
  ...more,
});

const text = (value: Decimal | undefined): string | undefined => value?.toFixed();

test('five seats that nobody bills are money that the partner loses', () => {
  const { rows, totals } = meter([aPosition()], 'customer');

  expect(
    rows.map((row) => [row.label, text(row.money.bought), text(row.money.billed), text(row.underBilled), text(row.overBilled)]),
  ).toEqual([['Contoso Ltd', '550', '440', '110', '0']]);
  expect(text(totals[0]?.underBilled)).toBe('110');
});

test('what one customer is overcharged never hides what another is not billed', () => {
  const { rows, totals } = meter(
    [aPosition(), aPosition({ bought: '20', billed: '25' }, { customerId: 'fabrikam', customerName: 'Fabrikam' })],
    'product',
  );

  expect(rows.map((row) => [row.label, text(row.underBilled), text(row.overBilled)])).toEqual([
    ['Microsoft 365 Business Premium', '110', '110'],
  ]);
  expect(totals.map((each) => [text(each.money.bought), text(each.money.billed)])).toEqual([['990', '990']]);
});

test('a source that is unknown for one of them is unknown for the sum', () => {
  const known = aPosition({}, { charged: new Decimal(25) });

  expect(text(meter([known], 'product').rows[0]?.money.charged)).toBe('550');
  expect(meter([known, aPosition({}, { customerId: 'fabrikam' })], 'product').rows[0]?.money.charged).toBeUndefined();
});

test('seats without a price are named and in no sum', () => {
  const { rows, withoutPrice } = meter([aPosition({}, { unitPrice: undefined, currency: undefined })], 'customer');

  expect(rows).toEqual([]);
  expect([withoutPrice.positions, text(withoutPrice.seats)]).toEqual([1, '25']);
});

test('currencies are never added', () => {
  const { totals } = meter([aPosition(), aPosition({}, { currency: 'EUR' })], 'customer');

  expect(totals.map((each) => [each.currency, text(each.underBilled)])).toEqual([
    ['EUR', '110'],
    ['USD', '110'],
  ]);
});

const positions = fc.array(
  fc.record({
    customer: fc.integer({ min: 1, max: 4 }),
    product: fc.integer({ min: 1, max: 4 }),
    bought: fc.integer({ min: 0, max: 5000 }),
    billed: fc.integer({ min: 0, max: 5000 }),
    micro: fc.integer({ min: 0, max: 900_000_000 }),
    currency: fc.constantFrom('USD', 'EUR', 'JPY'),
  }),
  { maxLength: 40 },
);

test('the sum of the differences is the difference of the sums, to the cent, by customer and by product alike', () => {
  fc.assert(
    fc.property(positions, (given) => {
      const all = given.map((each) =>
        aPosition(
          { bought: String(each.bought), billed: String(each.billed), price: new Decimal(each.micro).div(1_000_000).toFixed() },
          { customerId: `customer ${each.customer}`, productKey: `product ${each.product}`, currency: each.currency },
        ),
      );
      const [byCustomer, byProduct] = [meter(all, 'customer'), meter(all, 'product')];
      for (const { rows, totals } of [byCustomer, byProduct])
        for (const { money, underBilled, overBilled } of [...rows, ...totals])
          expect(underBilled.minus(overBilled).eq(money.bought.minus(money.billed))).toBe(true);
      expect(byCustomer.totals).toEqual(byProduct.totals);
    }),
    { numRuns: 60 },
  );
});

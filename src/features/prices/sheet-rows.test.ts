import { expect, test } from 'vitest';
import type { Quarantined } from '../../connectors/ports.ts';
import { eachRecord } from '../reconciliation/files/read/index.ts';
import { type SheetRow, sheetFramer } from './sheet-rows.ts';

/** Columns of the documented sheet (partner-center-api reference 6.3), and its one row. */
const header =
  '"ProductTitle","ProductId","SkuId","SkuTitle","Publisher","SkuDescription","UnitOfMeasure","TermDuration","BillingPlan","Market","Currency","UnitPrice","PricingTierRangeMin","PricingTierRangeMax","EffectiveStartDate","EffectiveEndDate","Tags","ERP Price"';
const row =
  '"Advanced Communications","CFQ7TTC0HDK0","0001","Advanced Communications","Microsoft Corporation","Advanced meetings, calling","","P1Y","Annual","US","USD","115.2","","","2/1/2019 12:00:00 AM","2/4/2021 8:35:31 PM","License","144"';

async function read(...lines: readonly string[]) {
  const rows: SheetRow[] = [];
  const bad: Quarantined[] = [];
  const framer = sheetFramer(
    (one) => rows.push(one),
    (one) => bad.push(one),
  );
  async function* content(): AsyncGenerator<Buffer> {
    yield await Promise.resolve(Buffer.from(`${lines.join('\r\n')}\r\n`));
  }
  await eachRecord(content(), framer);
  return { rows, bad };
}

test('the documented sheet is read with every digit, and its dates month first', async () => {
  const { rows, bad } = await read(header, row);

  expect(bad).toEqual([]);
  expect(rows).toMatchObject([
    {
      productId: 'CFQ7TTC0HDK0',
      skuId: '0001',
      term: 'P1Y',
      billingPlan: 'Annual',
      market: 'US',
      currency: 'USD',
      unitPrice: '115.2',
      retailPrice: '144',
      segment: '',
      tierFrom: null,
    },
  ]);
  expect([rows[0]?.startsAt?.toString(), rows[0]?.endsAt?.toString()]).toEqual(['2019-02-01T00:00:00Z', '2021-02-04T20:35:31Z']);
});

test('a SKU whose zeros a spreadsheet dropped is the same SKU', async () => {
  expect((await read(header, row.replace('"0001"', '1'))).rows[0]?.skuId).toBe('0001');
});

test.each([
  ['"115.2"', '"n/a"', 'UnitPrice'],
  ['2/1/2019 12:00:00 AM', '31/12/2019 12:00:00 AM', 'EffectiveStartDate'],
  ['CFQ7TTC0HDK0', '', 'ProductId'],
  ['"144"', '"1,44"', 'ERP Price'],
])('a row with %s written as %s is set apart by its line, and the others go on', async (was, is, what) => {
  const { rows, bad } = await read(header, row.replace(was, is), row);

  expect(rows).toHaveLength(1);
  expect(bad).toMatchObject([{ remoteId: 'line 2', reason: expect.stringContaining(what) as string }]);
});

test('a file without a needed column is no price sheet, and says which one', async () => {
  await expect(read(header.replace('"UnitPrice",', ''), row)).rejects.toMatchObject({
    message: 'The price sheet lacks the columns UnitPrice',
  });
});

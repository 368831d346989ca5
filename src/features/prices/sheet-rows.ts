import type { Quarantined } from '../../connectors/ports.ts';
import { parseDecimal, printDecimal } from '../../lib/decimal.ts';
import { Fault } from '../../lib/errors.ts';
import { CsvFramer, Fields, type Framer, type WantedColumn } from '../reconciliation/files/read/index.ts';

/** One row of a licence-based sheet (partner-center-api reference 6.3). Amounts are decimal text. */
export type SheetRow = {
  readonly productId: string;
  readonly skuId: string;
  readonly productTitle: string;
  readonly skuTitle: string;
  readonly term: string;
  readonly billingPlan: string;
  readonly segment: string;
  readonly market: string;
  readonly currency: string;
  readonly unitPrice: string;
  readonly retailPrice: string | null;
  readonly tierFrom: string | null;
  readonly tierTo: string | null;
  readonly startsAt: Temporal.Instant | null;
  readonly endsAt: Temporal.Instant | null;
  readonly tags: string;
};

const columns = [
  { name: 'ProductId', required: true },
  { name: 'SkuId', required: true },
  { name: 'TermDuration', required: true },
  { name: 'BillingPlan', required: true },
  { name: 'Market', required: true },
  { name: 'Currency', required: true },
  { name: 'UnitPrice', required: true },
  { name: 'ProductTitle' },
  { name: 'SkuTitle' },
  { name: 'Segment' },
  { name: 'ERP Price', also: ['ERPPrice'] },
  { name: 'PricingTierRangeMin' },
  { name: 'PricingTierRangeMax' },
  { name: 'EffectiveStartDate' },
  { name: 'EffectiveEndDate' },
  { name: 'Tags' },
] as const satisfies readonly WantedColumn[];
type Column = (typeof columns)[number]['name'];
const places = new Map<string, number>(columns.map(({ name }, place) => [name, place]));

/** Takes a sheet row by row. A row that cannot be read is set apart by its line; a sheet without a needed column is no sheet. */
export function sheetFramer(onRow: (row: SheetRow) => void, onBad: (record: Quarantined) => void): Framer {
  const fields = new Fields(columns.length);
  const text = (name: Column): string => fields.text(places.get(name) ?? -1).trim();
  const bad = (line: number, reason: string): void => {
    onBad({ remoteId: `line ${line}`, reason, raw: columns.map(({ name }) => text(name)).join(',') });
  };
  const framer: CsvFramer = new CsvFramer({
    columns,
    fields,
    onRecord: () => {
      const read = readRow(text);
      if (typeof read === 'string') bad(framer.line, read);
      else onRow(read);
    },
    onBad: bad,
    onFirst: (missing) => {
      const names = missing.filter((column) => column.required === true).map(({ name }) => name);
      if (names.length === 0) return;
      throw new Fault('price_sheet_unreadable', 'permanent', `The price sheet lacks the columns ${names.join(', ')}`, { remote: 'prices' });
    },
  });
  return framer;
}

/** The row, or what is wrong with it. */
function readRow(text: (name: Column) => string): SheetRow | string {
  const missing = (['ProductId', 'SkuId', 'TermDuration', 'Market', 'Currency'] as const).find((name) => text(name) === '');
  if (missing !== undefined) return `${missing} is empty`;
  const unitPrice = amountOf(text('UnitPrice'));
  if (unitPrice === undefined || unitPrice === null) return 'UnitPrice is no decimal number';
  const retailPrice = amountOf(text('ERP Price'));
  const [tierFrom, tierTo] = [amountOf(text('PricingTierRangeMin')), amountOf(text('PricingTierRangeMax'))];
  if (retailPrice === undefined || tierFrom === undefined || tierTo === undefined) return 'ERP Price or a tier is no decimal number';
  const [startsAt, endsAt] = [timeOf(text('EffectiveStartDate')), timeOf(text('EffectiveEndDate'))];
  if (startsAt === undefined || endsAt === undefined) return 'EffectiveStartDate or EffectiveEndDate is no date with time';
  return {
    productId: text('ProductId'),
    skuId: text('SkuId').padStart(4, '0'), // spreadsheets drop the zeros in front
    productTitle: text('ProductTitle'),
    skuTitle: text('SkuTitle'),
    term: text('TermDuration').toUpperCase(),
    billingPlan: text('BillingPlan'),
    segment: text('Segment'),
    market: text('Market').toUpperCase(),
    currency: text('Currency').toUpperCase(),
    unitPrice,
    retailPrice,
    tierFrom,
    tierTo,
    startsAt,
    endsAt,
    tags: text('Tags'),
  };
}

/** Null where there is none, undefined where it cannot be read. */
function amountOf(text: string): string | null | undefined {
  if (text === '') return null;
  const amount = parseDecimal(text);
  return amount === undefined ? undefined : printDecimal(amount);
}

/** `2/1/2019 12:00:00 AM`, always month first and UTC, or ISO. */
const american = /^(\d{1,2})\/(\d{1,2})\/(\d{4}) (\d{1,2}):(\d{2}):(\d{2}) (AM|PM)$/i;

function timeOf(text: string): Temporal.Instant | null | undefined {
  if (text === '') return null;
  const found = american.exec(text);
  try {
    if (found === null) return Temporal.Instant.from(text);
    const [month = 0, day = 0, year = 0, hour = 0, minute = 0, second = 0] = found.slice(1, 7).map(Number);
    const isAfternoon = found[7]?.toUpperCase() === 'PM';
    const at = { year, month, day, hour: (hour % 12) + (isAfternoon ? 12 : 0), minute, second };
    return Temporal.PlainDateTime.from(at, { overflow: 'reject' }).toZonedDateTime('UTC').toInstant();
  } catch {
    return undefined;
  }
}

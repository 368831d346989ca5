import { Decimal } from '../../src/lib/decimal.ts';
import { isRecord } from '../../src/lib/is-record.ts';
import { exact, jsonText } from '../json.ts';
import { json, type RemoteAnswer } from '../remote.ts';
import { bodyOf, textOf } from '../sent-body.ts';
import type { IonReport } from '../world/types.ts';
import { put, type World } from '../world/world.ts';
import { type Line, linesBetween, quoted } from './charge-lines.ts';
import { secondOf } from './customers.ts';
import { relativeDays } from './date-ranges.ts';
import { badArgument, notFound } from './errors.ts';
import { microsoft, partNumberOf } from './provider.ts';
import type { Call } from './session.ts';

const modules =
  'REPORTS_MODULE_UNSPECIFIED REPORTS_REPORTS_MODULE DASHBOARDS_REPORTS_MODULE BUDGET_MANAGEMENT_REPORTS_MODULE INVOICE_REPORTS_MODULE V1_BILLING_REPORTS_MODULE CACHING_REPORTS_MODULE'.split(
    ' ',
  );

/** The reports that come with the account. */
const given = [
  { id: '12001', displayName: 'Microsoft Billing Report', template: 'template_001', module: 'REPORTS_REPORTS_MODULE' },
  { id: '12002', displayName: 'Invoice Details', template: 'template_002', module: 'INVOICE_REPORTS_MODULE' },
] as const;
type Given = (typeof given)[number];

const savedOf = (world: World, id: string): IonReport | undefined => world.tables.ionReports.get(id);

const present = (world: World): readonly Given[] => given.filter(({ id }) => savedOf(world, id)?.removed !== true);

const heading = ({ world, account }: Call, report: Given) => ({
  reportId: report.id,
  displayName: savedOf(world, report.id)?.displayName ?? report.displayName,
  category: 'BILLING_REPORTS',
  createdBy: account.userEmail,
  lastUpdatedBy: account.userEmail,
  createTime: '2024-06-01T12:00:00Z',
  reportTemplateId: report.template,
  reportModule: report.module,
});

/** GET /accounts/{a}/reports */
export function listReports(call: Call): RemoteAnswer {
  const asked = (call.request.query.get('module') ?? '').toUpperCase();
  if (asked !== '' && !modules.includes(asked)) return badArgument(call.world, 'module is invalid');
  const all = asked === '' || asked === 'REPORTS_MODULE_UNSPECIFIED';
  return json(200, {
    reports: present(call.world)
      .filter((one) => all || one.module === asked)
      .map((one) => heading(call, one)),
  });
}

/** A route of one report. */
export const onReport =
  (work: (call: Call, report: Given) => RemoteAnswer) =>
  (call: Call): RemoteAnswer => {
    const id = call.params['reportId'] ?? '';
    const report = present(call.world).find((one) => one.id === id);
    return report === undefined ? notFound(call.world, `accounts/${call.account.accountId}/reports/${id}`) : work(call, report);
  };

const whole = (call: Call, report: Given): Readonly<Record<string, unknown>> => ({
  ...heading(call, report),
  specs: specsOf(call, report),
  providerIds: [microsoft.id],
});

function specsOf({ world, request }: Call, report: Given): unknown {
  const sent = bodyOf(request)?.['specs'];
  if (isRecord(sent)) return sent;
  const saved = savedOf(world, report.id)?.specs;
  return saved === undefined ? { dateRangeOption: { selectedRange: { relativeDateRange: 'LAST_MONTH' } } } : (JSON.parse(saved) as unknown);
}

/** GET /accounts/{a}/reports/{id} */
export const getReport = onReport((call, report) => json(200, whole(call, report)));

/** POST /accounts/{a}/reports/{id}: keeps name and specs. */
export const saveReport = onReport((call, report) => {
  const name = textOf(bodyOf(call.request)?.['displayName']);
  keep(call, {
    id: report.id,
    displayName: name === '' ? heading(call, report).displayName : name,
    specs: jsonText(specsOf(call, report)),
    removed: false,
    updatedAt: secondOf(call.world),
  });
  return json(200, { reportId: report.id });
});

/** DELETE /accounts/{a}/reports/{id} */
export const deleteReport = onReport((call, report) => {
  keep(call, { id: report.id, displayName: report.displayName, specs: '{}', removed: true, updatedAt: secondOf(call.world) });
  return json(200, {});
});

function keep({ world, account }: Call, row: IonReport): void {
  world.apply({
    kind: 'distributor.reportKept',
    actor: { kind: 'api', name: account.userName },
    cause: 'ion',
    about: { distributor: 'ion', reportId: row.id },
    changes: [put('ionReports', row)],
  });
}

/** The lines of the range that the report's specs select: a word, or two days of which the end is included. */
function linesOf(call: Call, report: Given): readonly Line[] | undefined {
  const specs = specsOf(call, report);
  const option = isRecord(specs) ? specs['dateRangeOption'] : undefined;
  const range = isRecord(option) ? option['selectedRange'] : undefined;
  const fixed = isRecord(range) && isRecord(range['fixedDateRange']) ? range['fixedDateRange'] : undefined;
  if (fixed !== undefined) {
    const [fromMs, toMs] = [Date.parse(textOf(fixed['startDate'])), Date.parse(textOf(fixed['endDate']))];
    return Number.isNaN(fromMs) || Number.isNaN(toMs) ? undefined : linesBetween(call.world, fromMs, toMs + 1000);
  }
  const word = isRecord(range) ? textOf(range['relativeDateRange']) : '';
  const days = relativeDays(word === '' ? 'LAST_MONTH' : word, Temporal.PlainDate.from(call.world.today()));
  return days === undefined
    ? undefined
    : linesBetween(call.world, Date.parse(days.from.toString()), Date.parse(days.to.add({ days: 1 }).toString()));
}

/** The columns are not documented: assumed. */
const columns = [
  'Customer',
  'Subscription Id',
  'Part Number',
  'Product',
  'Charge',
  'Start',
  'End',
  'Quantity',
  'Cost',
  'Price',
  'Currency',
];

const cellsOf = ({ customer, row, charge }: Line): readonly (string | number)[] => [
  customer?.organization ?? '',
  row.vendorSubscriptionId,
  partNumberOf(row.skuKey, row.term, row.billingCycle),
  row.name,
  charge.kind,
  charge.from,
  charge.to,
  charge.quantity,
  charge.cost,
  charge.price,
  row.currency,
];

const valueOf = (cell: string | number, index: number, currency: string) => {
  if (columns[index] === 'Cost' || columns[index] === 'Price')
    return { valueType: 'MONEY', moneyValue: { currency, value: exact(String(cell)) } };
  return typeof cell === 'number' ? { valueType: 'INT', intValue: cell } : { valueType: 'STRING', stringValue: cell };
};

const onLines = (work: (call: Call, report: Given, lines: readonly Line[]) => RemoteAnswer) =>
  onReport((call, report) => {
    const lines = linesOf(call, report);
    return lines === undefined ? badArgument(call.world, 'date range is invalid') : work(call, report, lines);
  });

/** POST .../reports/{id}/data */
export const reportData = onLines((call, report, lines) =>
  json(200, {
    report: whole(call, report),
    results: { rows: lines.map((line) => ({ values: cellsOf(line).map((cell, index) => valueOf(cell, index, line.row.currency)) })) },
    resultCount: String(lines.length),
    availableRowsCount: String(lines.length),
    cacheTimestamp: secondOf(call.world),
  }),
);

/** POST .../reports/{id}/details: what the totals are made of. */
export const reportDetails = onLines((_call, _report, lines) => {
  const total = (of: (line: Line) => string) => lines.reduce((sum, line) => sum.plus(of(line)), new Decimal(0)).toFixed(2);
  const step = (amount: string) => [{ steps: [{ displayName: 'Subscriptions', value: { currency: 'USD', value: exact(amount) } }] }];
  return json(200, { priceDetails: step(total(({ charge }) => charge.price)), costDetails: step(total(({ charge }) => charge.cost)) });
});

/** POST .../reports/{id}/report */
export const reportOnly = onReport((call, report) => json(200, { report: whole(call, report), cacheTimestamp: secondOf(call.world) }));

const csvOf = (lines: readonly Line[]): string => [columns, ...lines.map(cellsOf)].map(quoted).join('\r\n');

/** POST .../reports/{id}/reportDataCsv and reportDataCsvStream */
export const reportCsv = onLines((_call, _report, lines) => json(200, { results: csvOf(lines), resultCount: String(lines.length) }));
export const reportCsvStream = onLines((_call, _report, lines) =>
  json(200, { contentType: 'text/csv', data: Buffer.from(csvOf(lines)).toString('base64') }),
);

import { json, type RemoteAnswer } from '../remote.ts';
import { bodyOf, textOf } from '../sent-body.ts';
import { chargesOf, ingramCharged } from '../world/distributors2/charges.ts';
import { dueRow } from '../world/due.ts';
import { instantAt } from '../world/estate/times.ts';
import type { IngramReport } from '../world/types.ts';
import { put, type World } from '../world/world.ts';
import { escapeXml } from '../xml.ts';
import { badRequest, notFound } from './errors.ts';
import { type Call, fits, newestFirst, pageOf } from './session.ts';
import { itemsOf } from './subscriptions.ts';
import { workbook } from './workbook.ts';

const formats = ['csv', 'xml', 'xlsx', 'json'] as const;
const types = ['periodic', 'daily', 'monthly', 'onetime', 'on_invoice'] as const;
const pick = <Word extends string>(words: readonly Word[], text: string): Word | undefined => words.find((word) => word === text);

const reportAnswer = ({ request }: Pick<Call, 'request'>, row: IngramReport): Readonly<Record<string, unknown>> => ({
  id: row.id,
  name: row.name,
  customizationName: row.customizationName,
  status: row.status,
  type: row.type,
  format: row.format,
  creationDate: row.createdAt,
  startDate: row.startDate,
  endDate: row.endDate,
  ...(row.status === 'completed' ? { downloadUrl: `${request.linkBase}/marketplace/us/reports/${row.id}/download` } : {}),
});

/** GET /reports: newest first. */
export function listReports(call: Call): RemoteAnswer {
  const rows = call.world.tables.ingramReports
    .all()
    .filter(
      (row) =>
        fits(call, 'name', row.name) &&
        fits(call, 'format', row.format) &&
        fits(call, 'status', row.status) &&
        fits(call, 'type', row.type) &&
        isBetween(row.createdAt.slice(0, 10), call.request.query.get('from'), call.request.query.get('to')),
    );
  return pageOf(call, newestFirst(rows), (row) => reportAnswer(call, row));
}

const isBetween = (day: string, from: string | null, to: string | null): boolean =>
  day >= (from ?? '') && (to === null || to === '' || day <= to);

/** GET /reports/{id} */
export function getReport(call: Call): RemoteAnswer {
  const row = call.world.tables.ingramReports.get(call.params['id'] ?? '');
  return row === undefined ? notFound('The report') : json(200, reportAnswer(call, row));
}

/** POST /reports: a job; its file is there when it is completed. */
export function createReport(call: Call): RemoteAnswer {
  const { world, account, request } = call;
  const body = bodyOf(request) ?? {};
  const [name, start] = [textOf(body['name']), textOf(body['startDate'])];
  const end = textOf(body['endDate']) === '' ? world.now() : textOf(body['endDate']);
  const format = pick(formats, textOf(body['format']) === '' ? 'csv' : textOf(body['format']));
  const type = pick(types, textOf(body['type']) === '' ? 'onetime' : textOf(body['type']));
  const [startMs, endMs] = [Date.parse(start), Date.parse(end)];
  if (name === '') return badRequest('name is required');
  if (Number.isNaN(startMs) || Number.isNaN(endMs) || startMs > endMs) return badRequest('startDate is required and not after endDate');
  if (format === undefined || type === undefined) return badRequest('format or type is none of the known ones');
  const row: IngramReport = {
    id: world.newId(),
    name,
    customizationName: textOf(body['customizationName']) === '' ? name : textOf(body['customizationName']),
    type,
    format,
    startDate: instantAt(startMs),
    endDate: instantAt(endMs),
    status: 'submitted',
    createdAt: instantAt(world.clock.nowMs()),
    nextAt: nextStep(world, world.clock.nowMs()),
  };
  world.apply({
    kind: 'distributor.reportAsked',
    actor: { kind: 'api', name: account.userName },
    cause: 'ingram',
    about: { distributor: 'ingram', reportId: row.id },
    changes: [put('ingramReports', row)],
  });
  return json(200, reportAnswer(call, row));
}

const nextStep = (world: World, ms: number): string => instantAt(ms + Math.max(1, world.switch('ingram').reportSeconds) * 1000);

/** Reports go on by themselves: submitted, processing, completed or error. */
export const ingramReportSteps = dueRow('ingramReports', {
  at: (row) => (row.nextAt === undefined ? Number.POSITIVE_INFINITY : Date.parse(row.nextAt)),
  happen: (world, { nextAt: _past, ...row }, atMs) => {
    const next: IngramReport =
      row.status === 'submitted'
        ? { ...row, status: 'processing', nextAt: nextStep(world, atMs) }
        : { ...row, status: world.switch('ingram').reportEnds };
    world.apply({
      kind: 'distributor.reportMoved',
      actor: { kind: 'system', name: 'Ingram' },
      cause: 'time',
      at: instantAt(atMs),
      about: { distributor: 'ingram', reportId: row.id, status: next.status },
      changes: [put('ingramReports', next)],
    });
  },
});

type Row = Readonly<Record<string, string | number>>;

/** Rated lines of the report's time. The columns are not documented: assumed. */
function rowsOf(world: World, { startDate, endDate }: IngramReport): readonly Row[] {
  return world.tables.ingramSubscriptions.all().flatMap((holder) =>
    itemsOf(world, holder).flatMap((item) =>
      chargesOf(ingramCharged(holder, item), Date.parse(startDate), Date.parse(endDate) + 1000).map((charge) => ({
        CustomerId: holder.customerId,
        CustomerName: world.tables.ingramCustomers.get(holder.customerId)?.name ?? '',
        SubscriptionId: holder.id,
        ProductId: item.productId,
        MPN: item.mpn,
        ProductName: item.name,
        VendorSubscriptionId: item.vendorSubscriptionId,
        ChargeType: charge.kind,
        PeriodStart: charge.from,
        PeriodEnd: charge.to,
        Quantity: charge.quantity,
        UnitCost: charge.unitCost,
        ExtendedCost: charge.cost,
        UnitPrice: charge.unitPrice,
        ExtendedPrice: charge.price,
        Currency: item.currency,
      })),
    ),
  );
}

/** The file behind `downloadUrl`. */
export function downloadReport(call: Call): RemoteAnswer {
  const row = call.world.tables.ingramReports.get(call.params['id'] ?? '');
  if (row?.status !== 'completed') return notFound('The report');
  const rows = rowsOf(call.world, row);
  switch (row.format) {
    case 'json':
      return json(200, rows);
    case 'xml':
      return file('application/xml', xmlOf(rows));
    case 'csv':
      return file('text/csv', csvOf(rows));
    case 'xlsx':
      return {
        status: 200,
        headers: { 'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' },
        body: workbook('Report', cellsOf(rows)),
      };
  }
}

const file = (type: string, body: string): RemoteAnswer => ({ status: 200, headers: { 'content-type': `${type}; charset=utf-8` }, body });

const cellsOf = (rows: readonly Row[]): readonly (readonly (string | number)[])[] => [
  Object.keys(rows[0] ?? {}),
  ...rows.map((row) => Object.values(row)),
];

const csvOf = (rows: readonly Row[]): string =>
  cellsOf(rows)
    .map((cells) => cells.map((cell) => `"${String(cell).replaceAll('"', '""')}"`).join(','))
    .join('\r\n');

const xmlOf = (rows: readonly Row[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?><report>${rows
    .map(
      (row) =>
        `<row>${Object.entries(row)
          .map(([name, value]) => `<${name}>${escapeXml(String(value))}</${name}>`)
          .join('')}</row>`,
    )
    .join('')}</report>`;

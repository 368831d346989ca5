import type { Document } from '../../ledger/columns.ts';
import { billedDays, unbilledDays } from '../../ledger/daily-usage.ts';
import { type Invoice, invoiceLines, unbilledLines } from '../../ledger/invoices.ts';
import { legacySeatLines, legacyUsageLines } from '../../ledger/legacy.ts';
import { cursorAt } from '../../ledger/lines.ts';
import { json, type RemoteAnswer } from '../../remote.ts';
import type { ChargeLine, DailyRatedLine } from '../../world/types.ts';
import type { Call } from '../call.ts';
import { isRefusal, type Refusal, refuse } from '../errors.ts';
import { collection } from '../paging.ts';
import { dailyRatedLine } from './daily-line.ts';
import { findAny } from './find.ts';
import type { AnyInvoice } from './header.ts';
import { dailyLine, meterLine, seatLine } from './legacy-line.ts';
import { oneTimeLine } from './line.ts';
import { offsetLines, seekLines, valueOf } from './seek.ts';

type Kind = { readonly provider: 'onetime' | 'office' | 'azure'; readonly type: 'billing' | 'usage' };

/** New commerce goes by several names. */
const providers: Readonly<Record<string, Kind['provider']>> = {
  onetime: 'onetime',
  marketplace: 'onetime',
  all: 'onetime',
  office: 'office',
  azure: 'azure',
};
const types: Readonly<Record<string, Kind['type']>> = { billinglineitems: 'billing', usagelineitems: 'usage' };

const plain = (text: string | undefined): string => (text ?? '').toLowerCase().replaceAll('_', '');

function kindOf(provider: string | undefined, type: string | undefined): Kind | Refusal {
  const [known, kind] = [providers[plain(provider)], types[plain(type)]];
  return known === undefined || kind === undefined ? refuse(800002) : { provider: known, type: kind };
}

/** `GET /v1/invoices/{id}/lineitems`, with provider and kind in the query or (older) in the path. */
export function invoiceLineItems(call: Call): RemoteAnswer | Refusal {
  const { query } = call.request;
  const kind = kindOf(call.params['provider'] ?? valueOf(query, 'provider'), call.params['type'] ?? valueOf(query, 'invoicelineitemtype'));
  if (isRefusal(kind)) return kind;
  const id = call.params['invoiceId'] ?? '';
  if (id.toLowerCase() === 'unbilled') return openLines(call, kind);
  const invoice = findAny(call.world, call.account.id, id);
  if (invoice === undefined) return refuse(1000);
  const currency = valueOf(query, 'currencycode');
  if (currency !== undefined && currency.toUpperCase() !== invoice.currency) return json(200, collection([]));
  return answered(invoice.kind === 'OneTime' ? closedLines(call, invoice, kind) : oldLines(call, invoice, kind));
}

const answered = (body: object | Refusal): RemoteAnswer | Refusal => (isRefusal(body) ? body : json(200, body));

const seekOf = ({ request }: Call) => ({ query: request.query, continuation: request.headers['ms-continuationtoken'] });
const pathOf = ({ request }: Call): string => request.path.replace(/^\/v1/i, '');

function closedLines(call: Call, invoice: Invoice, { provider, type }: Kind): object | Refusal {
  const { world } = call;
  if (provider !== 'onetime') return collection([]);
  if (world.switch('billing').v1Lines === 'frozen' && invoice.issuedAt >= '2025-05-15') return refuse(1000);
  if (type === 'usage') return daysPage(call, invoice.id, (after) => billedDays(world, invoice, after));
  return linesPage(call, { invoiceId: invoice.id, issuedAt: invoice.issuedAt, rules: invoice.rules }, (after) =>
    invoiceLines(world, invoice, after),
  );
}

const linesPage = (call: Call, document: Document, linesFrom: (after: string | undefined) => Iterable<ChargeLine>): object | Refusal =>
  seekLines(pathOf(call), seekOf(call), linesFrom, { cursorOf: cursorAt, answer: (line) => oneTimeLine(call.world, line, document) });

/** `hasPartnerEarnedCredit=true` shows only days that earned some. */
function daysPage(call: Call, invoiceId: string, linesFrom: (after: string | undefined) => Iterable<DailyRatedLine>): object | Refusal {
  const wanted = valueOf(call.request.query, 'haspartnerearnedcredit')?.toLowerCase();
  const isWanted = (line: DailyRatedLine): boolean =>
    (wanted !== 'true' && wanted !== 'false') || String(line.partnerEarnedCredit !== '0') === wanted;
  return seekLines(pathOf(call), seekOf(call), (after) => Iterator.from(linesFrom(after)).filter(isWanted), {
    cursorOf: (line) => line.id,
    answer: (line) => dailyRatedLine(call.world, line, invoiceId),
  });
}

function oldLines(call: Call, invoice: AnyInvoice & { readonly kind: 'Recurring' }, { provider, type }: Kind): object | Refusal {
  const { world, account } = call;
  const { query } = call.request;
  if (provider === 'onetime') return collection([]);
  if (provider === 'office')
    return type === 'usage'
      ? collection([])
      : offsetLines(pathOf(call), query, legacySeatLines(world, invoice), (line) => seatLine(account, invoice, line));
  const lines = legacyUsageLines(world, invoice, type === 'usage');
  return offsetLines(pathOf(call), query, lines, (line) =>
    type === 'usage' ? dailyLine(account, invoice, line) : meterLine(account, invoice, line),
  );
}

/** Open months: `period=current` or `previous`; a currency must be named. */
function openLines(call: Call, { provider, type }: Kind): RemoteAnswer | Refusal {
  const { world, account, request } = call;
  const currency = valueOf(request.query, 'currencycode');
  const period = (valueOf(request.query, 'period') ?? 'current').toLowerCase();
  if (currency === undefined || (period !== 'current' && period !== 'previous') || provider !== 'onetime') return refuse(800002);
  if (world.switch('billing').v1Lines === 'frozen') return refuse(1000);
  if (type === 'usage') return answered(daysPage(call, '', (after) => unbilledDays(world, account.id, period, currency, after)));
  const document = { invoiceId: '', issuedAt: world.now(), rules: world.switch('billing') };
  return answered(linesPage(call, document, (after) => unbilledLines(world, account.id, period, currency, after)));
}

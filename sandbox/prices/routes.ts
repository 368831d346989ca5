import { createHash } from 'node:crypto';
import { strToU8, zipSync } from 'fflate';
import { isRefusal, type Refusal, refusalBody, refuse } from '../partner-center/errors.ts';
import { empty, json, type Remote, type RemoteAnswer, type RemoteRequest } from '../remote.ts';
import { type Handler, route, routed } from '../routing.ts';
import { marketOf } from '../world/prices/markets.ts';
import { type Month, monthAt, monthFrom, monthStartMs, monthText } from '../world/prices/price-at.ts';
import type { World } from '../world/world.ts';
import { host, refusedFor } from './gate.ts';
import { matrixText, ratesText } from './rates.ts';
import { changes, sheetText, type View, views } from './sheet.ts';

/** A file of this host, before it is packed. */
type File = { readonly name: string; readonly text: string; readonly month: Month };

const refused = (refusal: Refusal): RemoteAnswer => json(refusal.status, refusalBody(refusal));

/** `pricesheets(Market='US',PricesheetView='software')` as name and arguments; names without case. */
export function callOf(segment: string): { readonly name: string; readonly values: ReadonlyMap<string, string> } | undefined {
  const found = /^(\w+)\((.*)\)$/.exec(segment);
  if (found === null) return undefined;
  const values = new Map<string, string>();
  for (const part of (found[2] ?? '').split(',')) {
    const pair = /^\s*(\w+)\s*=\s*'([^']*)'\s*$/.exec(part);
    if (pair === null) return undefined;
    values.set((pair[1] ?? '').toLowerCase(), pair[2] ?? '');
  }
  return { name: (found[1] ?? '').toLowerCase(), values };
}

const word = (request: RemoteRequest, name: string): string =>
  ([...request.query].find(([key]) => key.toLowerCase() === name)?.[1] ?? '').toLowerCase();

/** The month that is asked for: history names it, the future is the next one. */
function monthOf(request: RemoteRequest, world: World): Month | Refusal {
  const now = monthAt(world.now());
  switch (word(request, 'timeline')) {
    case '':
    case 'current':
      return now;
    case 'future':
      return now + 1;
    case 'history':
      return pastMonth(world, word(request, 'month'), now);
    default:
      return refuse(800002);
  }
}

function pastMonth(world: World, text: string, now: Month): Month | Refusal {
  const month = monthFrom(text);
  if (month === undefined) return refuse(800002);
  return month > now || month < now - world.switch('prices').historyMonths ? refuse(1000) : month;
}

function priceSheet(request: RemoteRequest, world: World, values: ReadonlyMap<string, string>): File | Refusal {
  const market = marketOf(values.get('market') ?? '');
  const wanted = (values.get('pricesheetview') ?? '').toLowerCase();
  const view: View | undefined = views.find((one) => one === wanted);
  if (market === undefined || view === undefined) return refuse(1000);
  const month = monthOf(request, world);
  if (isRefusal(month)) return month;
  // Nothing is known of a next month in which nothing changes.
  if (month > monthAt(world.now()) && !changes(world, view, market, month)) return refuse(1000);
  return { name: `${view}_${market.country}_${monthText(month)}.csv`, text: sheetText(world, view, market, month), month };
}

function monthly(world: World, values: ReadonlyMap<string, string>, name: string, text: (month: Month) => string): File | Refusal {
  const month = pastMonth(world, values.get('month') ?? '', monthAt(world.now()));
  return isRefusal(month) ? month : { name: `${name}_${monthText(month)}.csv`, text: text(month), month };
}

function fileOf(request: RemoteRequest, world: World, segment: string): File | Refusal {
  const call = callOf(segment);
  switch (call?.name) {
    case 'pricesheets':
      return priceSheet(request, world, call.values);
    case 'fxrates':
      return monthly(world, call.values, 'fxrates', (month) => ratesText(world, month));
    case 'offermatrix':
      return monthly(world, call.values, 'offermatrix', () => matrixText(world));
    default:
      return refuse(1000);
  }
}

const get: Handler = (request, world, params) => {
  const against = refusedFor(request, world);
  if (against !== undefined) return refused(against);
  const file = fileOf(request, world, params['call'] ?? '');
  if (isRefusal(file)) return refused(file);
  const etag = `"${createHash('sha256').update(file.text).digest('base64url').slice(0, 27)}"`;
  if (request.headers['if-none-match']?.split(',').some((one) => one.trim().replace(/^W\//, '') === etag) === true)
    return empty(304, { etag });
  return packed(request, world, file, etag);
};

/** Zipped unless plain text is asked for and the switch allows it. */
function packed(request: RemoteRequest, world: World, file: File, etag: string): RemoteAnswer {
  const form = world.switch('prices').sheetForm;
  const isZip = form === 'zip' || (form === 'asAsked' && /\bdeflate\b/i.test(request.headers['accept-encoding'] ?? ''));
  const name = isZip ? file.name.replace(/csv$/, 'zip') : file.name;
  const headers = {
    etag,
    'content-disposition': `attachment; filename=${name}`,
    'last-modified': new Date(monthStartMs(file.month)).toUTCString(),
  };
  if (!isZip) return { status: 200, headers: { ...headers, 'content-type': 'text/csv; charset=utf-8' }, body: file.text };
  const body = zipSync({ [file.name]: strToU8(file.text) }, { mtime: new Date(2020, 0, 1) });
  return { status: 200, headers: { ...headers, 'content-type': 'application/octet-stream' }, body };
}

const notFound = (): RemoteAnswer => refused(refuse(1000));

/** Price sheets, offer matrix and exchange rates. */
export const prices: Remote = {
  name: 'prices',
  hosts: [host],
  handle: routed([route('GET', '/v1.0/sales/{call}/$value', get)], { notFound, wrongVerb: notFound }),
};

import { json, type RemoteAnswer } from '../../remote.ts';
import type { Call } from '../call.ts';
import { type Refusal, refuse } from '../errors.ts';

/** What a query names; every part of it narrows. */
export type Wanted = {
  readonly customerId?: string | undefined;
  readonly currentSubscriptionId?: string | undefined;
  readonly newSubscriptionId?: string | undefined;
  readonly externalReferenceId?: string | undefined;
  readonly id?: string | undefined;
};

const names: Readonly<Record<string, keyof Wanted>> = {
  customertenantid: 'customerId',
  currentsubscriptionid: 'currentSubscriptionId',
  newcommercesubscriptionid: 'newSubscriptionId',
  externalreferenceid: 'externalReferenceId',
  migrationid: 'id',
};

export function wantedIn(query: URLSearchParams): Wanted {
  const found = [...query].flatMap(([name, value]) => {
    const member = names[name.toLowerCase()];
    return member === undefined ? [] : [[member, value.toLowerCase()]];
  });
  // Made of the members above only.
  return Object.fromEntries(found) as Wanted;
}

export const matching = <Row extends Wanted>(rows: readonly Row[], wanted: Wanted): Row[] =>
  rows.filter((row) =>
    (Object.keys(wanted) as (keyof Wanted)[]).every((name) => wanted[name] === undefined || row[name]?.toLowerCase() === wanted[name]),
  );

const tokenHeader = 'MS-ContinuationToken';

/** A bare array of at most `size` (100, at most 500); the token of the next one stands in the answer's header. */
export function pageOf<Row>(call: Call, rows: readonly Row[], answer: (row: Row) => unknown): RemoteAnswer | Refusal {
  const asked = Number(call.request.query.get('size') ?? 100);
  if (!Number.isInteger(asked) || asked < 0) return refuse(800002);
  const size = asked === 0 ? 100 : Math.min(asked, 500);
  const start = Number(Buffer.from(call.request.headers['ms-continuationtoken'] ?? '', 'base64').toString('utf8') || 0);
  if (!Number.isInteger(start) || start < 0) return refuse(800002);
  const isMore = start + size < rows.length;
  const headers = isMore ? { [tokenHeader]: Buffer.from(String(start + size)).toString('base64') } : {};
  return json(200, rows.slice(start, start + size).map(answer), headers);
}

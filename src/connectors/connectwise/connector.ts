import type { z } from 'zod';
import type { Clock } from '../../lib/clock.ts';
import { Fault } from '../../lib/errors.ts';
import { type Reading, sift } from '../../lib/sift.ts';
import type { PsaAgreement, PsaLine } from '../../model/psa.ts';
import type { Listing, Page, Psa } from '../ports.ts';
import { runProbes } from '../probes.ts';
import { cursorExpired, walkPages } from '../walk-pages.ts';
import type { BigList, ConnectWiseClient } from './client.ts';
import { judge } from './look-up.ts';
import { prepareCalls } from './prepare.ts';
import { WireAddition, WireAgreement, WireCatalogItem, WireCompany } from './schema.ts';
import { toAccount, toAgreement, toLine, toService } from './translate.ts';
import { checksOf, ownCodes } from './verify.ts';
import { subscriptionFieldOf, writeCorrection } from './write.ts';

export type ConnectWiseOptions = { readonly client: ConnectWiseClient; readonly clock: Clock };

type Source<Wire, T> = {
  readonly path: BigList;
  readonly conditions: string | undefined;
  readonly schema: z.ZodType<Wire>;
  readonly translate: (wire: Wire) => Reading<T>;
};

export function createConnectWise({ client, clock }: ConnectWiseOptions): Psa {
  const subscriptionField = async (agreementId: string): Promise<string | undefined> => {
    const { rows } = await client.additions(agreementId, undefined);
    return subscriptionFieldOf(rows.flatMap((row) => WireAddition.safeParse(row).data ?? []));
  };

  /** A line names its agreement only; whose it is stands in the agreement and does not change. */
  const accounts = new Map<string, string>();
  const accountOf = async (agreementId: string, signal: AbortSignal | undefined): Promise<string> => {
    const account = accounts.get(agreementId) ?? (await client.agreement(agreementId, signal)).company.id;
    accounts.set(agreementId, account);
    return account;
  };

  return {
    side: 'psa',
    verify: (signal) => runProbes(checksOf(client, signal), clock, ownCodes),
    accounts: listing(client, { path: '/company/companies', conditions: 'deletedFlag=false', schema: WireCompany, translate: toAccount }),
    agreements: listing(client, {
      path: '/finance/agreements',
      conditions: 'cancelledFlag=false',
      schema: WireAgreement,
      translate: toAgreement,
    }),
    services: listing(client, { path: '/procurement/catalog', conditions: undefined, schema: WireCatalogItem, translate: toService }),
    lines: (agreement, signal) => readLines(client, agreement, signal),

    readLine: async (agreementRemoteId, lineRemoteId, signal) => {
      const wire = await client.addition(agreementRemoteId, lineRemoteId, signal);
      if (wire === undefined) return undefined;
      const reading = toLine(wire, { remoteId: agreementRemoteId, accountRemoteId: await accountOf(agreementRemoteId, signal) });
      if ('item' in reading) return reading.item;
      throw new Fault('line_unreadable', 'permanent', `Line ${lineRemoteId} cannot be read: ${reading.because}`, {
        remote: 'connectwise',
        hint: 'Look at the line in ConnectWise; nothing was changed.',
      });
    },

    prepare: (write) => prepareCalls(write, clock.today().toString()),

    write: (write, signal) => writeCorrection({ client, clock, subscriptionField, signal }, write),

    lookUp: async (write, signal) => {
      const { correction } = write;
      const all = await readAll(client, correction.agreementRemoteId, signal);
      const lineId = 'lineRemoteId' in correction ? correction.lineRemoteId : undefined;
      return judge(write, { all, line: all.find((one) => one.id === lineId) });
    },
  };
}

/** A big list with its conditions; the count of the same conditions says whether all rows came (F08). */
const listing = <Wire, T extends { readonly remoteId: string }>(client: ConnectWiseClient, source: Source<Wire, T>): Listing<T> =>
  async function* list(cursor, signal) {
    if (cursor !== undefined && !/^\d{1,15}$/.test(cursor)) throw cursorExpired('connectwise');
    const total = await client.count(source.path, source.conditions, signal);
    yield* walkPages({
      remote: 'connectwise',
      from: cursor,
      signal,
      idOf: (item: T) => item.remoteId,
      read: async (at): Promise<Page<T>> => {
        const { rows, nextId } = await client.list(source.path, source.conditions, at, signal);
        return { ...sift(rows, source.schema, source.translate), cursor: nextId, total };
      },
    });
  };

/** All lines of one agreement in one page of ours. The count is asked for only where it could show a loss: no line at all, or several pages. */
async function readLines(
  client: ConnectWiseClient,
  agreement: Pick<PsaAgreement, 'remoteId' | 'accountRemoteId'>,
  signal: AbortSignal | undefined,
): Promise<Page<PsaLine>> {
  const { rows, pages } = await readRows(client, agreement.remoteId, signal);
  const isDoubtful = rows.length === 0 || pages > 1;
  const total = isDoubtful ? await client.countAdditions(agreement.remoteId, signal) : rows.length;
  return { ...sift(rows, WireAddition, (wire) => toLine(wire, agreement)), cursor: undefined, total };
}

async function readRows(
  client: ConnectWiseClient,
  agreementId: string,
  signal: AbortSignal | undefined,
): Promise<{ rows: unknown[]; pages: number }> {
  const rows: unknown[] = [];
  let pages = 0;
  const walk = walkPages({
    remote: 'connectwise',
    from: undefined,
    signal,
    idOf: (row: unknown) => JSON.stringify(row),
    read: async (at): Promise<Page<unknown>> => {
      const { rows: items, nextId } = await client.additions(agreementId, at, signal);
      return { items, quarantined: [], cursor: nextId, total: undefined };
    },
  });
  for await (const page of walk) {
    rows.push(...page.items);
    pages += 1;
  }
  return { rows, pages };
}

async function readAll(client: ConnectWiseClient, agreementId: string, signal: AbortSignal | undefined): Promise<readonly WireAddition[]> {
  const { rows } = await readRows(client, agreementId, signal);
  return sift(rows, WireAddition, (wire) => ({ item: wire })).items;
}

import type { Marketplace } from '../../../connectors/ports.ts';
import { isAppError } from '../../../lib/errors.ts';
import { ConnectionSettings } from '../../../model/connection.ts';
import type { MicrosoftCustomer } from '../../../model/customer.ts';
import { everything, inScope } from '../../../platform/db/transaction.ts';
import { openConnection } from '../../connections/index.ts';
import type { Context } from '../../context.ts';
import { findKnown, type Known } from './find-known.ts';

/** By what a customer is looked up. At least one of domain and tenant id is not ''. */
export type LookUpWish = { readonly connectionId: string; readonly domain: string; readonly tenantId: string };

export type LookedUp =
  | Known
  /** Partner Center lists it and it was not read yet. */
  | { readonly status: 'listed'; readonly customer: MicrosoftCustomer }
  /** A tenant has the domain, and this account is no partner of it: invite it. */
  | { readonly status: 'taken' }
  /** No tenant has the domain: it can be made. */
  | { readonly status: 'free' }
  /** Only a tenant id is known, and this account is no partner of it. */
  | { readonly status: 'stranger' }
  /** Partner Center could not be asked; our own books have nothing. */
  | { readonly status: 'unsure'; readonly because: string; readonly hint: string | undefined };

/** The Partner Center account of a connection; undefined when it is no such connection. */
export async function findAccount(context: Context, connectionId: string): Promise<{ cloud: string; partnerType: string } | undefined> {
  const row = await inScope(context.db, everything, (tx) =>
    tx
      .selectFrom('connection')
      .select('settings')
      .where('connection_id', '=', connectionId)
      .where('side', '=', 'microsoft')
      .executeTakeFirst(),
  );
  const settings = row && ConnectionSettings.parse(row.settings);
  return settings?.kind === 'partnerCenter' ? { cloud: settings.cloud, partnerType: settings.partnerType } : undefined;
}

export async function openMarketplace(context: Context, connectionId: string): Promise<Marketplace> {
  const remote = await openConnection(context, connectionId);
  if (remote.side !== 'microsoft') throw new Error('A customer belongs to a Partner Center account');
  return remote;
}

/** Looks a customer up before anybody enters it: in our books, then at Partner Center (S92). Undefined when the account does not exist. */
export async function lookUpCustomer(context: Context, wish: LookUpWish): Promise<LookedUp | undefined> {
  const account = await findAccount(context, wish.connectionId);
  if (account === undefined) return undefined;
  const known = await inScope(context.db, context.scope, (tx) => findKnown(tx, { ...wish, cloud: account.cloud }));
  if (known !== undefined) return known;
  try {
    const found = await askPartnerCenter(context, wish);
    if (found.status !== 'listed') return found;
    // Its first domain may be another than the one that was asked for.
    const { tenantId, domain } = found.customer;
    return (await inScope(context.db, context.scope, (tx) => findKnown(tx, { cloud: account.cloud, tenantId, domain }))) ?? found;
  } catch (error) {
    if (isAppError(error)) return { status: 'unsure', because: error.message, hint: error.facts.hint };
    throw error;
  }
}

async function askPartnerCenter(context: Context, { connectionId, domain, tenantId }: LookUpWish): Promise<LookedUp> {
  const { directory } = await openMarketplace(context, connectionId);
  if (directory === undefined) return { status: 'unsure', because: 'This account can only be listed', hint: undefined };
  const [listed] = tenantId === '' ? await directory.find({ domain }) : await directory.find({ tenantId });
  if (listed !== undefined) return { status: 'listed', customer: listed };
  if (domain === '') return { status: 'stranger' };
  return { status: (await directory.isDomainTaken(domain)) ? 'taken' : 'free' };
}

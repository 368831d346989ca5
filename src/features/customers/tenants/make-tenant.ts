import type { Marketplace, TenantMaker } from '../../../connectors/ports.ts';
import { isAppError } from '../../../lib/errors.ts';
import type { BillTo } from '../../../model/bill-to.ts';
import { type BillToProblem, problemsOf } from '../../../model/bill-to-rules.ts';
import { Cloud } from '../../../model/cloud.ts';
import type { MicrosoftCustomer } from '../../../model/customer.ts';
import { ownReseller, publicId } from '../../../model/ids.ts';
import { type FirstAdministrator, firstDomainEnding, type NewTenant } from '../../../model/new-tenant.ts';
import { everything, inScope } from '../../../platform/db/transaction.ts';
import { record } from '../../audit/index.ts';
import type { Context } from '../../context.ts';
import { isWritingHeld } from '../../journal/index.ts';
import { rulesIn } from '../contacts/index.ts';
import { findKnown, type Known } from '../expected/find-known.ts';
import { findAccount, type LookedUp, lookUpCustomer, openMarketplace } from '../expected/look-up.ts';
import { decidingCustomers } from '../identity-lock.ts';
import { lookForTenant, settleMade } from './settle-making.ts';
import { beginMaking, endMaking, type TenantMaking } from './store.ts';

export type MakeTenant = {
  readonly connectionId: string;
  /** Before the ending of the cloud's first domains. */
  readonly tenantName: string;
  readonly billTo: BillTo;
  readonly registrationNumber: string;
  /** The person looked at Microsoft's doubts about the address and wants it as it is typed. */
  readonly addressAsTyped: boolean;
};

type Made = {
  readonly status: 'made';
  readonly customerId: string;
  readonly tenantId: string;
  readonly domain: string;
  /** Told here and nowhere else; undefined when the answer that held it was lost. */
  readonly administrator: FirstAdministrator | undefined;
  /** Where the customer accepts the Microsoft Customer Agreement; undefined when Microsoft gave none. */
  readonly agreementUrl: string | undefined;
  readonly agreementRefusal: string | undefined;
};

type MakingRefusal =
  | 'no_account'
  | 'switched_off'
  | 'held'
  | 'not_offered'
  | 'under_way'
  | 'listed'
  | 'taken'
  | 'not_asked'
  | 'rejected'
  | 'not_sent'
  | 'unknown';

export type TenantOutcome =
  | Made
  | Known
  | { readonly status: 'incomplete'; readonly problems: readonly BillToProblem[] }
  | { readonly status: 'address'; readonly detail: string }
  | { readonly status: 'refused'; readonly because: MakingRefusal; readonly detail: string; readonly hint?: string | undefined };

const refused = (because: MakingRefusal, detail: string, hint?: string): TenantOutcome => ({ status: 'refused', because, detail, hint });

/**
 * Makes a new tenant at Microsoft with its customer. Looked up first, so that nothing is made twice (S92, S105). The intent is kept before the call
 * (B4); after a lost answer only the domain is looked up, now and later, and nothing is sent again. The first administrator's password is handed
 * through and kept nowhere.
 */
export async function makeTenant(context: Context, wish: MakeTenant): Promise<TenantOutcome> {
  const account = await findAccount(context, wish.connectionId);
  if (account === undefined) return refused('no_account', 'There is no such Partner Center account.');
  const barred = await whyNotWrite(context, wish.connectionId);
  if (barred !== undefined) return barred;
  const cloud = Cloud.parse(account.cloud);
  const domain = `${wish.tenantName}.${firstDomainEnding[cloud]}`;
  const found = await lookUpCustomer(context, { connectionId: wish.connectionId, domain, tenantId: '' });
  if (found?.status === 'known' || found?.status === 'awaited') return found;
  if (found?.status !== 'free') return notFree(found, domain);
  const remote = await openMarketplace(context, wish.connectionId);
  if (remote.tenants === undefined) return refused('not_offered', 'This account makes no tenants.');
  const wrong = await judge(remote, remote.tenants, wish);
  if (wrong !== undefined) return wrong;
  const begun = await begin(context, { connectionId: wish.connectionId, cloud, domain, name: wish.billTo.companyName });
  if ('status' in begun) return begun;
  return carryOut(context, { remote, maker: remote.tenants, making: begun }, wish);
}

/** Everything starts read-only (ruling 2); after a restore nothing is written. */
const whyNotWrite = (context: Context, connectionId: string): Promise<TenantOutcome | undefined> =>
  inScope(context.db, everything, async (tx) => {
    const row = await tx
      .selectFrom('connection')
      .select(['name', 'state', 'write_kinds'])
      .where('connection_id', '=', connectionId)
      .executeTakeFirst();
    if (row === undefined || row.state === 'off' || !row.write_kinds.includes('tenants'))
      return refused(
        'switched_off',
        `Making tenants is switched off for ${row?.name ?? 'this account'}.`,
        'Switch it on under Connections, with a reason.',
      );
    if (await isWritingHeld(tx))
      return refused('held', 'Writing to other systems is held after a restore.', 'An operator has to reconcile the journal first.');
    return undefined;
  });

function notFree(found: LookedUp | undefined, domain: string): TenantOutcome {
  switch (found?.status) {
    case 'listed':
      return refused(
        'listed',
        `${found.customer.name} has ${domain} and is at Partner Center already.`,
        'Add it by this domain: it is linked.',
      );
    case 'taken':
      return refused('taken', `Some tenant has ${domain} already.`, 'Choose another name.');
    case 'unsure':
      return refused('not_asked', `Whether ${domain} is free cannot be told: ${found.because}`, found.hint);
    default:
      return refused('no_account', 'There is no such Partner Center account.');
  }
}

async function judge({ directory }: Marketplace, maker: TenantMaker, wish: MakeTenant): Promise<TenantOutcome | undefined> {
  const { billTo, registrationNumber, addressAsTyped } = wish;
  try {
    const rules = directory && (await rulesIn(directory, billTo.country));
    const problems = problemsOf(billTo, registrationNumber, rules);
    if (problems.length > 0) return { status: 'incomplete', problems };
    if (addressAsTyped) return undefined;
    const { isGood, status, message, suggestions } = await maker.checkAddress(billTo);
    if (isGood) return undefined;
    const meant = suggestions.length === 0 ? '' : ` It knows ${suggestions.join('; or ')}.`;
    return { status: 'address', detail: `Microsoft does not know this address (${message === '' ? status : message}).${meant}` };
  } catch (error) {
    if (isAppError(error))
      return refused('not_asked', `Microsoft could not be asked about the address: ${error.message}`, error.facts.hint);
    throw error;
  }
}

type Wanted = { readonly connectionId: string; readonly cloud: Cloud; readonly domain: string; readonly name: string };

/** Between looking and this a sync or somebody else may have been faster: the lock lets one of them come first. */
const begin = (context: Context, wanted: Wanted): Promise<TenantMaking | Known | TenantOutcome> =>
  inScope(context.db, everything, async (tx) => {
    await decidingCustomers(tx);
    const known = await findKnown(tx, { cloud: wanted.cloud, tenantId: '', domain: wanted.domain });
    if (known !== undefined) return known;
    const making = await beginMaking(tx, context, wanted);
    if (making === undefined)
      return refused(
        'under_way',
        `A tenant ${wanted.domain} was asked for, and it is not known yet what became of it.`,
        'It is looked up at Microsoft by itself; nothing is made twice.',
      );
    await record(tx, context, {
      action: 'tenant.asked',
      object: publicId('connection', wanted.connectionId),
      resellerId: ownReseller,
      after: { domain: wanted.domain, name: wanted.name },
    });
    return making;
  });

type Work = { readonly remote: Marketplace; readonly maker: TenantMaker; readonly making: TenantMaking };

async function carryOut(context: Context, work: Work, wish: MakeTenant): Promise<TenantOutcome> {
  const { maker, making } = work;
  const { domain } = making;
  const asked: NewTenant = { domain, billTo: wish.billTo, registrationNumber: wish.registrationNumber };
  let made: Awaited<ReturnType<TenantMaker['make']>>;
  try {
    made = await maker.make(asked);
  } catch (error) {
    return afterFault(context, work, wish, error);
  }
  const customerId = await settleMade(context, making, await readBack(work, made.tenantId, wish));
  return { ...(await attest(context, work, wish)), ...made, status: 'made', customerId, domain };
}

/** The samples tell the new relationship in two ways, so it is read; a list that is late does not lose what was made. */
async function readBack({ remote, making }: Work, tenantId: string, { billTo }: MakeTenant): Promise<MicrosoftCustomer> {
  const [found] = (await remote.directory?.find({ tenantId }).catch(() => [])) ?? [];
  const { cloud, domain } = making;
  return (
    found ?? { tenantId, cloud: Cloud.parse(cloud), name: billTo.companyName, domain, relationship: 'reseller', country: billTo.country }
  );
}

/** Refused for good, or never sent: nothing was made. Whatever else went wrong, the domain says what is (rule B4). */
async function afterFault(context: Context, work: Work, wish: MakeTenant, error: unknown): Promise<TenantOutcome> {
  const { making } = work;
  const told = isAppError(error)
    ? { kind: error.kind, code: error.code, detail: error.message, hint: error.facts.hint }
    : { kind: 'unknown_outcome' as const, code: 'unexpected', detail: 'The answer could not be understood.', hint: undefined };
  if (!isAppError(error))
    context.log.error({ error, makingId: making.makingId }, 'A tenant was asked for and something went wrong on our side');
  const isOver = told.kind === 'permanent' || told.kind === 'needs_operator';
  const state = isOver ? 'rejected' : told.kind === 'retryable' ? 'notMade' : 'unknown';
  const { code, detail, hint } = told;
  await inScope(context.db, everything, (tx) => endMaking(tx, making.makingId, { state, code, detail }, context.clock.now()));
  if (state === 'rejected') return refused('rejected', `Microsoft made no tenant: ${detail}`, hint);
  if (state === 'notMade') return refused('not_sent', `Microsoft was not reached; nothing was made: ${detail}`, hint);
  const customerId = await lookForTenant(context, making).catch(() => undefined);
  if (customerId === undefined)
    return refused(
      'unknown',
      `The answer was lost: it is not known yet whether ${making.domain} was made.`,
      'It is looked up at Microsoft by itself; nothing is made twice.',
    );
  const tenantId = await inScope(context.db, everything, async (tx) => {
    const row = await tx.selectFrom('tenant_making').select('tenant_id').where('making_id', '=', making.makingId).executeTakeFirstOrThrow();
    return row.tenant_id;
  });
  return {
    ...(await attest(context, work, wish)),
    status: 'made',
    customerId,
    tenantId,
    domain: making.domain,
    administrator: undefined,
  };
}

/** The customer has to accept the agreement himself before anything can be ordered; without the link he does so in his admin center (reference 5). */
async function attest(
  context: Context,
  { maker, making }: Work,
  { billTo }: MakeTenant,
): Promise<Pick<Made, 'agreementUrl' | 'agreementRefusal'>> {
  if (making.cloud !== 'global')
    return { agreementUrl: undefined, agreementRefusal: 'Microsoft has this agreement in the global cloud only.' };
  try {
    const url = await maker.attest(billTo);
    await inScope(context.db, everything, (tx) =>
      tx.updateTable('tenant_making').set({ agreement_url: url }).where('making_id', '=', making.makingId).execute(),
    );
    return { agreementUrl: url, agreementRefusal: undefined };
  } catch (error) {
    if (!isAppError(error)) throw error;
    return { agreementUrl: undefined, agreementRefusal: `Microsoft gave no link: ${error.message}` };
  }
}

import type { Cloud } from '../../../model/cloud.ts';
import { ConnectionSettings } from '../../../model/connection.ts';
import { type ConsentLinkState, type ConsentRefusal, isOpenLink, type Permission, permissionsFor } from '../../../model/consent.ts';
import type { Tx } from '../../../platform/db/connect.ts';
import { everything, inScope } from '../../../platform/db/transaction.ts';
import type { Context } from '../../context.ts';
import { hashToken } from '../../people/index.ts';
import { readConnection } from '../store.ts';
import { changeLink, type LinkRow, lockLinkByToken } from './store.ts';

/** What somebody who holds a link may know: no more than he needs to decide. */
export type LinkView = {
  readonly connectionName: string;
  readonly cloud: Cloud;
  readonly tenantId: string;
  readonly expectedUser: string | undefined;
  readonly state: ConsentLinkState;
  readonly endsAt: Temporal.Instant;
  /** This browser may begin a sign-in with it. */
  readonly mayBegin: boolean;
  readonly permissions: readonly Permission[];
  /** Only for the browser that was refused. */
  readonly refusal: ConsentRefusal | undefined;
};

/** What a link shows; undefined for one that never was. Reading it uses nothing up: mail programs open links, too. */
export function lookAtLink(context: Context, token: string, browserKey: string | undefined): Promise<LinkView | undefined> {
  return inScope(context.db, everything, async (tx) => {
    const link = await currentLink(tx, token, context.clock.now());
    const settings = link === undefined ? undefined : await partnerSettings(tx, link.connectionId);
    if (link === undefined || settings === undefined) return undefined;
    const isMine = isSameBrowser(link, browserKey);
    return {
      connectionName: settings.name,
      cloud: settings.cloud,
      tenantId: settings.tenantId,
      expectedUser: link.expectedUser,
      state: link.state,
      endsAt: link.endsAt,
      mayBegin: isOpenLink(link.state) && (link.browserHash === undefined || isMine),
      permissions: permissionsFor(settings.cloud),
      refusal: isMine ? link.refusal : undefined,
    };
  });
}

export const isSameBrowser = ({ browserHash }: LinkRow, browserKey: string | undefined): boolean =>
  browserKey !== undefined && browserHash === hashToken(browserKey);

/** The link of a token, ended if its time is over. */
export async function currentLink(tx: Tx, token: string, now: Temporal.Instant): Promise<LinkRow | undefined> {
  const link = await lockLinkByToken(tx, hashToken(token));
  return link === undefined ? undefined : endIfOver(tx, link, now);
}

export async function endIfOver(tx: Tx, link: LinkRow, now: Temporal.Instant): Promise<LinkRow> {
  if (!isOpenLink(link.state) || Temporal.Instant.compare(now, link.endsAt) < 0) return link;
  await changeLink(tx, link.linkId, { state: 'expired' }, now);
  return { ...link, state: 'expired' };
}

/** Settings of a partner account; undefined for every other connection. */
export async function partnerSettings(tx: Tx, connectionId: string) {
  const row = await readConnection(tx, connectionId);
  const settings = row === undefined ? undefined : ConnectionSettings.parse(row.settings);
  return row === undefined || settings?.kind !== 'partnerCenter' ? undefined : { ...settings, name: row.name, secrets: row.secrets };
}

import type { Cloud } from '../../../model/cloud.ts';
import { ConnectionSettings } from '../../../model/connection.ts';
import {
  type ConsentLinkState,
  type ConsentPurpose,
  type ConsentRefusal,
  isOpenLink,
  type Permission,
  permissionsFor,
  permissionsMissing,
  permissionsToWrite,
} from '../../../model/consent.ts';
import type { Tx } from '../../../platform/db/connect.ts';
import { everything, inScope } from '../../../platform/db/transaction.ts';
import type { Context } from '../../context.ts';
import { hashToken } from '../../people/index.ts';
import { readConnection } from '../store.ts';
import { changeLink, type LinkRow, listConsentRows, lockLinkByToken } from './store.ts';

/** What somebody who holds a link may know: no more than he needs to decide. */
export type LinkView = {
  readonly connectionName: string;
  readonly cloud: Cloud;
  readonly tenantId: string;
  readonly purpose: ConsentPurpose;
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
      purpose: link.purpose,
      expectedUser: link.expectedUser,
      state: link.state,
      endsAt: link.endsAt,
      mayBegin: isOpenLink(link.state) && (link.browserHash === undefined || isMine),
      permissions: await asksFor(tx, link, settings.cloud),
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

/** What a sign-in by this link asks for: to write, or what reading still lacks; all of reading while nobody has consented yet (capabilities S14). */
async function asksFor(tx: Tx, link: LinkRow, cloud: Cloud): Promise<readonly Permission[]> {
  return (await deltaOf(tx, link, cloud)) ?? permissionsFor(cloud);
}

/** Permissions to name one by one at Microsoft; undefined: everything that the app was registered with. */
export async function deltaOf(tx: Tx, { connectionId, purpose }: LinkRow, cloud: Cloud): Promise<readonly Permission[] | undefined> {
  if (purpose === 'writing') return permissionsToWrite(cloud);
  const [current] = await listConsentRows(tx, connectionId);
  const missing = current === undefined ? [] : permissionsMissing(cloud, current.permissions);
  return missing.length === 0 ? undefined : missing;
}

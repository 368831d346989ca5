import { ConnectionSettings } from '../../../model/connection.ts';
import { type Permission, permissionsMissing, type WritePermission, writePermissionsMissing } from '../../../model/consent.ts';
import { type ConnectionId, publicId } from '../../../model/ids.ts';
import { everything, inScope } from '../../../platform/db/transaction.ts';
import { record } from '../../audit/index.ts';
import type { Context } from '../../context.ts';
import { lockConnection, readConnection } from '../store.ts';
import { endIfOver } from './look-at-link.ts';
import { type ConsentRow, type LinkRow, listConsentRows, listLinkRows, withdrawOpenLinks } from './store.ts';
import { type IdentityWarning, warningsOf } from './warn-identity.ts';

export type Consents = {
  /** Links of the connection, newest first, and what became of each. */
  readonly links: readonly LinkRow[];
  /** Who consented, newest first; the first one counts. */
  readonly consents: readonly ConsentRow[];
  /** What is wrong with the identity that counts, though it works. */
  readonly warnings: readonly IdentityWarning[];
  /** What the product needs and that consent did not give: asked for by the next sign-in. */
  readonly missing: readonly Permission[];
  /** The same for writing; everything while the second consent was not given. */
  readonly missingToWrite: readonly WritePermission[];
};

/** Links and consents of a connection; undefined when there is no such connection. */
export function listConsents(context: Context, connectionId: ConnectionId): Promise<Consents | undefined> {
  return inScope(context.db, everything, async (tx) => {
    const row = await readConnection(tx, connectionId);
    if (row === undefined) return undefined;
    const now = context.clock.now();
    const links = [];
    for (const link of await listLinkRows(tx, connectionId)) links.push(await endIfOver(tx, link, now));
    const consents = await listConsentRows(tx, connectionId);
    const settings = ConnectionSettings.parse(row.settings);
    const [current] = consents;
    if (settings.kind !== 'partnerCenter') return { links, consents, warnings: [], missing: [], missingToWrite: [] };
    const missingToWrite = writePermissionsMissing(settings.cloud, row.write_consent_at === null ? [] : (current?.permissions ?? []));
    if (current === undefined) return { links, consents, warnings: [], missing: [], missingToWrite };
    return {
      links,
      consents,
      warnings: warningsOf(current, settings.userPrincipalName),
      missing: permissionsMissing(settings.cloud, current.permissions),
      missingToWrite,
    };
  });
}

/** Ends every link of a connection that could still be used. False when there is no such connection. */
export function withdrawLinks(context: Context, connectionId: ConnectionId): Promise<boolean> {
  return inScope(context.db, everything, async (tx) => {
    if ((await lockConnection(tx, connectionId)) === undefined) return false;
    await withdrawOpenLinks(tx, connectionId, context.clock.now());
    await record(tx, context, { action: 'consentLink.withdrawn', object: publicId('connection', connectionId) });
    return true;
  });
}

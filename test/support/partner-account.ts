import type { Context } from '../../src/features/context.ts';
import { everything, inScope } from '../../src/platform/db/transaction.ts';
import { partnerTenant } from './invoice-files.ts';
import { guid } from './records.ts';

/** The connection of `keepPartnerAccount`. */
export const partnerAccountId = guid(1);

/** A connected Partner Center account; lines of `aChargeLine` are of its tenant unless another one is said. */
export const keepPartnerAccount = (context: Context, tenantId = partnerTenant): Promise<unknown> =>
  inScope(context.db, everything, (tx) =>
    tx
      .insertInto('connection')
      .values({
        connection_id: partnerAccountId,
        kind: 'partnerCenter',
        side: 'microsoft',
        name: 'Contoso CSP',
        state: 'connected',
        settings: JSON.stringify({ kind: 'partnerCenter', cloud: 'global', partnerType: 'directBill', tenantId, clientId: 'client' }),
        identity: tenantId,
        created_at: context.clock.now(),
        changed_at: context.clock.now(),
      })
      .execute(),
  );

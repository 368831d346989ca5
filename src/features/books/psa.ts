import type { Psa } from '../../connectors/ports.ts';
import type { PsaAgreement, PsaService } from '../../model/psa.ts';
import { keepRows } from '../../platform/db/keep-rows.ts';
import type { ListSyncer } from '../reading.ts';
import { accountsOf } from './accounts.ts';
import { keptOf, retireWhere, withAccount } from './rows.ts';
import { keepServicePrices } from './service-prices.ts';

export const psaServiceSyncer: ListSyncer<Psa, PsaService> = {
  kind: 'services',
  list: (remote, cursor, signal) => remote.services(cursor, signal),
  keep: async (tx, reading, services) => {
    const kept = await keepRows(tx, {
      table: 'psa_service',
      key: ['connection_id', 'remote_id'],
      fields: ['code', 'name', 'active', 'price', 'cost', 'microsoft_key'],
      rows: services.map((service) => ({
        connection_id: reading.connectionId,
        remote_id: service.remoteId,
        code: service.code,
        name: service.name,
        active: service.active,
        price: service.price,
        cost: service.cost,
        microsoft_key: service.microsoftKey ?? null,
      })),
      seenAt: reading.seenAt,
    });
    if (kept.touched.length > 0) await keepServicePrices(tx, reading);
    return keptOf(kept);
  },
  retire: (tx, reading, since) => retireWhere(tx, 'psa_service', reading, since),
};

export const psaAgreementSyncer: ListSyncer<Psa, PsaAgreement> = {
  kind: 'agreements',
  list: (remote, cursor, signal) => remote.agreements(cursor, signal),
  keep: async (tx, reading, agreements) => {
    const accounts = await accountsOf(
      tx,
      reading.connectionId,
      agreements.map((agreement) => agreement.accountRemoteId),
    );
    const { owned, refused } = withAccount(agreements, accounts);
    const kept = await keepRows(tx, {
      table: 'psa_agreement',
      key: ['account_id', 'connection_id', 'remote_id'],
      fixed: ['reseller_id'],
      fields: ['name', 'active', 'cycle_months', 'prorates', 'currency', 'starts_on', 'ends_on', 'next_invoice_on'],
      rows: owned.map(([agreement, account]) => ({
        ...account,
        connection_id: reading.connectionId,
        remote_id: agreement.remoteId,
        name: agreement.name,
        active: agreement.active,
        cycle_months: agreement.cycleMonths ?? null,
        prorates: agreement.prorates,
        currency: agreement.currency ?? null,
        starts_on: agreement.startsOn ?? null,
        ends_on: agreement.endsOn ?? null,
        next_invoice_on: agreement.nextInvoiceOn ?? null,
      })),
      seenAt: reading.seenAt,
    });
    return keptOf(kept, refused);
  },
  retire: (tx, reading, since) => retireWhere(tx, 'psa_agreement', reading, since),
};

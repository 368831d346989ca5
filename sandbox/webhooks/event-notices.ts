import type { WorldEvent } from '../world/world.ts';
import type { Notice } from './notice.ts';

const api = 'https://api.partnercenter.microsoft.com/v1';

type Told = Pick<Notice, 'audit' | 'event'>;

/** What Microsoft tells about things that are no rows of subscriptions, customers or access: by the kind of the event. */
const kinds: Readonly<Record<string, (about: WorldEvent['about']) => Told>> = {
  'invoice.ready': ({ invoiceId = '', resourceUri }) => ({
    audit: { resourceId: invoiceId, resourceType: 'invoice', operationType: 'ready_invoice', old: undefined, new: { id: invoiceId } },
    event: {
      name: 'invoice-ready',
      resourceName: 'invoice',
      resourceUri: resourceUri ?? `${api}/invoices/${invoiceId}`,
      namesAudit: false,
    },
  }),
  'migration.created': (about) => migration('created', about),
  'migration.completed': (about) => migration('completed', about),
  'migration.failed': (about) => migration('failed', about),
  'migrationSchedule.failed': (about) => migration('schedule-failed', about),
  'transfer.created': (about) => transfer('create_transfer', about),
  'transfer.withdrawn': (about) => transfer('update_transfer', about),
  'subscription.transferred': (about) => transfer('update_transfer', about),
  'transfer.rejected': (about) => transfer('update_transfer', about),
  'transfer.expired': (about) => transfer('update_transfer', about),
  'fraud.detected': ({ subscriptionId = '' }) => ({
    audit: {
      resourceId: subscriptionId,
      resourceType: 'subscription',
      operationType: 'azure_fraud_event_detected',
      old: undefined,
      new: { subscriptionId, eventStatus: 'Active' },
    },
    event: {
      name: 'azure-fraud-event-detected',
      resourceName: 'azureFraudEvent',
      resourceUri: `${api}/fraudEvents?SubscriptionId=${subscriptionId}&EventStatus=Active`,
      namesAudit: false,
    },
  }),
  'referral.created': (about) => referral('referral-created', about),
  'relatedReferral.created': (about) => referral('related-referral-created', about),
  'usage.thresholdExceeded': () => ({
    event: {
      name: 'usagerecords-thresholdExceeded',
      resourceName: 'usagerecords',
      resourceUri: `${api}/customers/usagerecords`,
      namesAudit: false,
    },
  }),
};

const referral = (name: string, { referralId = '' }: WorldEvent['about']): Told => ({
  event: {
    name,
    resourceName: 'referral',
    resourceUri: `https://api.partnercenter.microsoft.com/engagements/v1/referrals/${referralId}`,
    namesAudit: false,
  },
});

/** The address of a migration is not shown in the reference: that of its own resource is assumed. */
const migration = (word: string, { customerId = '', migrationId = '' }: WorldEvent['about']): Told => ({
  event: {
    name: `new-commerce-migration-${word}`,
    resourceName: 'newCommerceMigration',
    resourceUri: `${api}/customers/${customerId}/migrations/newcommerce/${migrationId}`,
    namesAudit: false,
  },
});

const transfer = (operationType: string, { transferId = '' }: WorldEvent['about']): Told => ({
  audit: { resourceId: transferId, resourceType: 'transfer', operationType, old: undefined, new: { id: transferId } },
});

export function eventNotices(event: WorldEvent): Notice[] {
  const told = kinds[event.kind];
  const { accountId, customerId } = event.about;
  if (told === undefined || accountId === undefined) return [];
  // A transfer that was carried out is told to both partners.
  const both = [accountId, ...(event.about['targetAccountId'] === undefined ? [] : [event.about['targetAccountId']])];
  return [...new Set(both)].map((account) => ({ accountId: account, customerId, ...told(event.about) }));
}

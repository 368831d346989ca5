import type { BillingCycle, Migration, MigrationPlan, MigrationSchedule } from '../../world/types.ts';
import { wireDay, wireInstant } from '../dates.ts';

const cycles: Readonly<Record<BillingCycle, string>> = { monthly: 'Monthly', annual: 'Annual', triennial: 'Triennial' };

const planAnswer = (plan: MigrationPlan, customerTenantId: string) => ({
  currentSubscriptionId: plan.currentSubscriptionId,
  customerTenantId,
  catalogItemId: plan.catalogItemId,
  subscriptionEndDate: wireDay(plan.subscriptionEndAt),
  quantity: plan.quantity,
  termDuration: plan.term,
  billingCycle: cycles[plan.billingCycle],
  purchaseFullTerm: plan.purchaseFullTerm,
  ...(plan.customTermEndDate === undefined ? {} : { customTermEndDate: plan.customTermEndDate }),
});

/** Migrations tell the old subscription's id in capitals, as it is shown itself; schedules do not. */
const capital = <Plan extends { readonly currentSubscriptionId: string }>(plan: Plan): Plan => ({
  ...plan,
  currentSubscriptionId: plan.currentSubscriptionId.toUpperCase(),
});

export const migrationAnswer = (row: Migration) => ({
  addOnMigrations: row.addOns.map((plan) => capital(planAnswer(plan, row.customerId))),
  id: row.id,
  startedTime: wireInstant(row.startedAt),
  ...(row.completedAt === undefined ? {} : { completedTime: wireInstant(row.completedAt) }),
  ...capital(planAnswer(row, row.customerId)),
  status: row.status,
  ...(row.newSubscriptionId === undefined ? {} : { newCommerceSubscriptionId: row.newSubscriptionId }),
  ...(row.newOrderId === undefined ? {} : { newCommerceOrderId: row.newOrderId }),
  ...(row.externalReferenceId === undefined ? {} : { externalReferenceId: row.externalReferenceId }),
  ...(row.errorCode === undefined ? {} : { errorCode: row.errorCode, errorReason: row.errorText }),
});

export const scheduleAnswer = (row: MigrationSchedule) => ({
  id: row.id,
  ...planAnswer(row, row.customerId),
  status: row.status,
  ...(row.targetDate === undefined ? {} : { targetDate: row.targetDate }),
  ...(row.migrateOnRenewal ? { migrateOnRenewal: true } : {}),
  ...(row.externalReferenceId === undefined ? {} : { externalReferenceId: row.externalReferenceId }),
  ...(row.addOns.length === 0 ? {} : { addOnMigrations: row.addOns.map((plan) => planAnswer(plan, row.customerId)) }),
  ...(row.migrationId === undefined ? {} : { migrationId: row.migrationId }),
  createdTime: wireInstant(row.createdAt).replace('Z', '+00:00'),
  lastModifiedTime: wireInstant(row.modifiedAt).replace('Z', '+00:00'),
});

export const migrationEvents = (row: Migration) =>
  row.events.map((event) => ({
    migrationId: row.id,
    eventName: event.name,
    status: event.status,
    eventTime: wireInstant(event.at),
    customerTenantId: row.customerId,
    currentSubscriptionId: row.currentSubscriptionId,
    ...(row.newSubscriptionId === undefined ? {} : { newCommerceSubscriptionId: row.newSubscriptionId }),
    ...(row.externalReferenceId === undefined ? {} : { externalReferenceId: row.externalReferenceId }),
  }));

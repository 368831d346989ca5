import type { z } from 'zod';
import type { CustomerPlan, ImportAction, listImportRows } from '#contract/customer-plans.ts';
import type { RowOf } from '../../../lib/use-list.ts';
import type { StateWord } from '../../../ui/state-badge.tsx';

export type CustomerPlanShape = z.infer<typeof CustomerPlan>;
/** A tenant of an import with what becomes of it. */
export type Tenant = RowOf<typeof listImportRows>;
export type Action = z.infer<typeof ImportAction>;

export const customerPlanWords: Readonly<Record<CustomerPlanShape['state'], StateWord>> = {
  previewed: { word: 'Preview', intent: 'info' },
  applied: { word: 'Applied', intent: 'success' },
  undone: { word: 'Undone', intent: 'neutral' },
  expired: { word: 'Expired', intent: 'neutral' },
};

export const actionWords: Readonly<Record<Action, StateWord>> = {
  create: { word: 'New', intent: 'success' },
  link: { word: 'Link', intent: 'info' },
  update: { word: 'Update', intent: 'info' },
  unchanged: { word: 'Unchanged', intent: 'neutral' },
  conflict: { word: 'Conflict', intent: 'danger' },
  hold: { word: 'On hold', intent: 'warning' },
  left: { word: 'Not chosen', intent: 'neutral' },
};

/** What an import keeps when it is applied. */
export const keptActions: readonly Action[] = ['create', 'link', 'update'];

const tableWords: Readonly<Record<string, string>> = {
  subscription: 'Subscriptions',
  subscription_change: 'Changes of subscriptions',
  difference: 'Differences',
  difference_note: 'Notes at differences',
  account_mapping: 'Mappings to accounts',
  account_mapping_version: 'Earlier mappings to accounts',
  customer_mapping: 'Decisions of the mapping',
  customer_connection: 'Partner Center accounts',
  access_relationship: 'Access relationships (GDAP)',
  access_consent: 'Consents to the app',
  customer_profile: 'Billing profiles',
  customer_profile_change: 'Changes of billing profiles',
  customer_recipient: 'Bill recipients',
  customer_reseller: 'Resellers',
  tenant_licence: 'Licences read in the tenant',
  activity_record: 'Records of activity',
  write_exclusion: 'Exceptions from writing',
  plan_step: 'Steps of corrections',
  charged_month: 'Charged months',
  customer_external_id: 'Ids in other systems',
  customer_leading_account: 'Choice of the leading account',
  customer_own_field: 'Own fields',
  customer_person: 'Own people',
  reconciliation_run: 'Comparisons',
  sync_find: 'What a nightly proof found',
};

/** What moves with a customer; a table of a newer server keeps its own name. */
export const tableWordOf = (table: string): string => tableWords[table] ?? table.replaceAll('_', ' ');

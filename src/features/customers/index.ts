export { keepBilled } from './billed.ts';
export { applyCustomerPlan, findCustomerPlan, listCustomerPlans, undoCustomerPlan } from './change-plans.ts';
export { wordsOf } from './change-words.ts';
export {
  type CustomerContacts,
  changeRecipients,
  chooseLeading,
  findContacts,
  keepProfile,
  type LeadingOutcome,
  leadingReason,
  listNotOrderable,
  listProfileChanges,
  profileSyncer,
  type ReadProfile,
  type RecipientOutcome,
  readProfile,
  rulesIn,
} from './contacts/index.ts';
export { type CustomerDetail, findCustomer } from './detail.ts';
export { type ChangedDetails, changeDetails, chooseFieldOwners, type Detail, findDetails } from './details/index.ts';
export {
  type CustomerPlan,
  type DuplicateCandidate,
  keepApart,
  listDuplicates,
  type PlanRefusal,
  planMerge,
  planSplit,
} from './duplicates/index.ts';
export {
  type Added,
  addCustomer,
  changeExpected,
  type ExpectedView,
  expireInvitations,
  findKnown,
  inviteExpected,
  type Known,
  type LookedUp,
  listExpected,
  lookUpCustomer,
  openInvitation,
} from './expected/index.ts';
export { decidingCustomers, readingCustomers } from './identity-lock.ts';
export { ImportCounts, type ImportRow, listImportRows, planImport } from './import/index.ts';
export {
  addExternalId,
  assignSegments,
  type CustomerLabels,
  changeLabels,
  findLabels,
  importLabels,
  listSegments,
  removeExternalId,
} from './labels/index.ts';
export { type CustomerFilter, listCustomers } from './list.ts';
export { customersOfConnection } from './of-connection.ts';
export { customersOfTenants } from './of-tenants.ts';
export { ownersOf } from './owners-of.ts';
export { listResellers, resellerSyncer } from './resellers.ts';
export { countSubscriptions, retireCustomers } from './retire.ts';
export type { CustomerRow } from './row.ts';
export { customerSyncer } from './sync.ts';
export { healTenants, listMakings, type MakeTenant, makeTenant, type TenantMaking, type TenantOutcome } from './tenants/index.ts';
export { readTimeline, type TimelineEntry } from './timeline.ts';
export { type AtStake, setAtStake, setPsaState } from './totals.ts';

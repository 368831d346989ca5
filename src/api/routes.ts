import type { Checkpoint } from '../features/audit/index.ts';
import { acceptanceRuleRoutes } from './acceptance-rules.ts';
import { accessRoutes } from './access.ts';
import { auditRoutes } from './audit.ts';
import { billingRoutes } from './billing.ts';
import { callRoutes } from './calls.ts';
import { changeRequestRoutes } from './change-requests.ts';
import { commandRoutes } from './commands.ts';
import { conflictRoutes } from './conflicts.ts';
import { connectionRoutes } from './connections.ts';
import { consentRoutes } from './consent.ts';
import { contactRoutes } from './contacts.ts';
import { customerDetailRoutes } from './customer-details.ts';
import { customerLabelRoutes } from './customer-labels.ts';
import { customerPlanRoutes } from './customer-plans.ts';
import { customerRoutes } from './customers.ts';
import { deadLetterRoutes } from './dead-letters.ts';
import { distributorFileRoutes } from './distributor-files.ts';
import { distributorPriceRoutes } from './distributor-prices.ts';
import { evidenceRoutes } from './evidence.ts';
import { expectedCustomerRoutes } from './expected-customers.ts';
import { feedRoutes } from './feeds.ts';
import type { Mounted } from './handle.ts';
import { invoiceProofRoutes } from './invoice-proof.ts';
import { invoiceRoutes } from './invoices.ts';
import { jobRoutes } from './jobs.ts';
import { laneRoutes } from './lanes.ts';
import { lossMeterRoutes } from './loss-meter.ts';
import { mappingRoutes } from './mapping.ts';
import { mappingRuleRoutes } from './mapping-rules.ts';
import { mappingWorkRoutes } from './mapping-work.ts';
import { microsoftErrorRoutes } from './microsoft-errors.ts';
import { newTenantRoutes } from './new-tenants.ts';
import { noticeChannelRoutes } from './notice-channels.ts';
import { noticeMuteRoutes } from './notice-mutes.ts';
import { noticeRoutes } from './notices.ts';
import { organisationRoutes } from './organisations.ts';
import { overviewRoutes } from './overview.ts';
import { ownCompanyRoutes } from './own-company.ts';
import { peopleRoutes } from './people.ts';
import { periodRoutes } from './periods.ts';
import { planRoutes } from './plans.ts';
import { preferenceRoutes } from './preferences.ts';
import { providerRoutes } from './providers.ts';
import { reconciliationRoutes } from './reconciliation.ts';
import { registrationRoutes } from './registrations.ts';
import { removalRoutes } from './removal.ts';
import { savedViewRoutes } from './saved-views.ts';
import { scheduleRoutes } from './schedules.ts';
import { settingsRoutes } from './settings.ts';
import { setupRoutes } from './setup.ts';
import { subscriptionRoutes } from './subscriptions.ts';
import { syncRoutes } from './sync.ts';
import { unsubscribeRoutes } from './unsubscribe.ts';
import { worklistRoutes } from './worklist.ts';
import { writeExclusionRoutes } from './write-exclusions.ts';

/** Every handler of the contract; the server compares them with the contract when it starts. */
export const allRoutes = (checkpoints: () => readonly Checkpoint[]): readonly Mounted[] => [
  ...overviewRoutes,
  ...connectionRoutes,
  ...distributorFileRoutes,
  ...distributorPriceRoutes,
  ...consentRoutes,
  ...feedRoutes,
  ...providerRoutes,
  ...callRoutes,
  ...noticeRoutes,
  ...noticeChannelRoutes,
  ...noticeMuteRoutes,
  ...unsubscribeRoutes,
  ...microsoftErrorRoutes,
  ...removalRoutes,
  ...writeExclusionRoutes,
  ...customerRoutes,
  ...contactRoutes,
  ...customerDetailRoutes,
  ...conflictRoutes,
  ...customerLabelRoutes,
  ...changeRequestRoutes,
  ...customerPlanRoutes,
  ...expectedCustomerRoutes,
  ...newTenantRoutes,
  ...registrationRoutes,
  ...accessRoutes,
  ...subscriptionRoutes,
  ...mappingRoutes,
  ...mappingWorkRoutes,
  ...mappingRuleRoutes,
  ...reconciliationRoutes,
  ...invoiceRoutes,
  ...invoiceProofRoutes,
  ...worklistRoutes,
  ...savedViewRoutes,
  ...acceptanceRuleRoutes,
  ...periodRoutes,
  ...evidenceRoutes,
  ...lossMeterRoutes,
  ...planRoutes,
  ...commandRoutes,
  ...jobRoutes,
  ...laneRoutes,
  ...scheduleRoutes,
  ...syncRoutes,
  ...deadLetterRoutes,
  ...auditRoutes(checkpoints),
  ...peopleRoutes,
  ...organisationRoutes,
  ...ownCompanyRoutes,
  ...settingsRoutes,
  ...billingRoutes,
  ...preferenceRoutes,
  ...setupRoutes,
];

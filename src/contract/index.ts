import * as acceptanceRules from './acceptance-rules.ts';
import * as access from './access.ts';
import * as accessCalendar from './access-calendar.ts';
import * as audit from './audit.ts';
import * as billing from './billing.ts';
import * as calls from './calls.ts';
import * as changeRequests from './change-requests.ts';
import * as commands from './commands.ts';
import * as conflicts from './conflicts.ts';
import * as connectionChanges from './connection-changes.ts';
import * as connections from './connections.ts';
import * as consent from './consent.ts';
import * as contacts from './contacts.ts';
import * as customerDetails from './customer-details.ts';
import * as customerLabels from './customer-labels.ts';
import * as customerPlans from './customer-plans.ts';
import * as customers from './customers.ts';
import * as distributorFiles from './distributor-files.ts';
import * as distributorPrices from './distributor-prices.ts';
import * as evidence from './evidence.ts';
import * as expectedCustomers from './expected-customers.ts';
import * as feeds from './feeds.ts';
import * as invoiceProof from './invoice-proof.ts';
import * as invoices from './invoices.ts';
import * as jobs from './jobs.ts';
import * as lanes from './lanes.ts';
import * as lossMeter from './loss-meter.ts';
import * as mapping from './mapping.ts';
import * as mappingRules from './mapping-rules.ts';
import * as mappingWork from './mapping-work.ts';
import * as microsoftErrors from './microsoft-errors.ts';
import * as newTenants from './new-tenants.ts';
import * as noticeChannels from './notice-channels.ts';
import * as noticeMutes from './notice-mutes.ts';
import * as notices from './notices.ts';
import * as organisations from './organisations.ts';
import * as overview from './overview.ts';
import * as ownCompany from './own-company.ts';
import * as ownRequests from './own-requests.ts';
import * as people from './people.ts';
import * as periods from './periods.ts';
import * as plans from './plans.ts';
import * as preferences from './preferences.ts';
import * as providers from './providers.ts';
import * as reconciliation from './reconciliation.ts';
import * as registrations from './registrations.ts';
import * as removal from './removal.ts';
import type { Route } from './route.ts';
import * as savedViews from './saved-views.ts';
import * as schedules from './schedules.ts';
import * as settings from './settings.ts';
import * as setup from './setup.ts';
import * as signIn from './sign-in.ts';
import * as subscriptions from './subscriptions.ts';
import * as syncRuns from './sync-runs.ts';
import * as unsubscribe from './unsubscribe.ts';
import * as verifications from './verifications.ts';
import * as worklist from './worklist.ts';
import * as writeExclusions from './write-exclusions.ts';

const isRoute = (value: unknown): value is Route =>
  typeof value === 'object' && value !== null && 'method' in value && 'path' in value && 'may' in value;

/** All routes in one list: server, OpenAPI, browser client and command line are made from it. */
export const routes: readonly Route[] = [
  overview,
  connections,
  connectionChanges,
  verifications,
  consent,
  feeds,
  providers,
  calls,
  notices,
  noticeChannels,
  noticeMutes,
  unsubscribe,
  microsoftErrors,
  removal,
  writeExclusions,
  customers,
  contacts,
  customerDetails,
  customerLabels,
  changeRequests,
  customerPlans,
  expectedCustomers,
  newTenants,
  registrations,
  access,
  accessCalendar,
  subscriptions,
  mapping,
  mappingWork,
  mappingRules,
  reconciliation,
  invoices,
  invoiceProof,
  worklist,
  savedViews,
  acceptanceRules,
  periods,
  distributorFiles,
  distributorPrices,
  evidence,
  lossMeter,
  plans,
  commands,
  conflicts,
  jobs,
  lanes,
  schedules,
  syncRuns,
  audit,
  people,
  organisations,
  ownCompany,
  ownRequests,
  signIn,
  settings,
  billing,
  preferences,
  setup,
].flatMap((module) => Object.values(module).filter(isRoute));

export { apiBase } from './base.ts';

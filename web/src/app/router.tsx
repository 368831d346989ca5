import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  type RouteComponent,
  type RouterHistory,
  redirect,
  retainSearchParams,
} from '@tanstack/react-router';
import { parseSearch, printSearch, type Search } from '../lib/url-state.ts';
import { BrokenPage } from './errors.tsx';
import { Shell } from './shell.tsx';

const root = createRootRoute({
  component: Outlet,
  validateSearch: (search: Record<string, unknown>): Search => search as Search, // parseSearch makes text of everything
  search: { middlewares: [retainSearchParams(['scope'])] },
  errorComponent: BrokenPage,
});

/** A page without a frame. */
const lone = <Path extends string>(path: Path, component: RouteComponent) => createRoute({ getParentRoute: () => root, path, component });

const lonePages = [
  lone(
    '/sign-in',
    lazyRouteComponent(() => import('../features/sign-in/sign-in-page.tsx'), 'SignInPage'),
  ),
  // For whoever holds a consent link, also without an account.
  lone(
    '/consent/$token',
    lazyRouteComponent(() => import('../features/consent/consent-page.tsx'), 'ConsentPage'),
  ),
  // Behind the link in a mail.
  lone(
    '/unsubscribe/$token',
    lazyRouteComponent(() => import('../features/unsubscribe/unsubscribe-page.tsx'), 'UnsubscribePage'),
  ),
  // What a customer fills in.
  lone(
    '/form/$token',
    lazyRouteComponent(() => import('../features/customers/requests/form-page.tsx'), 'FormPage'),
  ),
  // Where a company registers itself, and what became of it.
  lone(
    '/register',
    lazyRouteComponent(() => import('../features/customers/registrations/register-page.tsx'), 'RegisterPage'),
  ),
  lone(
    '/register/$token',
    lazyRouteComponent(() => import('../features/customers/registrations/registration-page.tsx'), 'RegistrationPage'),
  ),
];

const shell = createRoute({ getParentRoute: () => root, id: 'shell', component: Shell, errorComponent: BrokenPage });

const page = <Path extends string>(path: Path, component: RouteComponent) => createRoute({ getParentRoute: () => shell, path, component });

/** Old or shorter addresses lead on; links in mails and notes stay good. */
const moved = <Path extends string>(path: Path, to: (params: Readonly<Record<string, string>>, search: Search) => string) =>
  createRoute({
    getParentRoute: () => shell,
    path,
    beforeLoad: ({ params, search }) => {
      const target = new URL(to(params, search), 'http://concord.invalid');
      if (search['scope'] !== undefined) target.searchParams.set('scope', search['scope']);
      redirect({ href: target.pathname + target.search, replace: true, throw: true });
    },
  });

const activityTab = (search: Search): string =>
  printSearch({ tab: { decisions: 'plans', problems: 'problems' }[search['show'] ?? ''], status: search['status'] });

const pages = [
  page(
    '/',
    lazyRouteComponent(() => import('../features/overview/overview-page.tsx'), 'OverviewPage'),
  ),
  page(
    '/customers',
    lazyRouteComponent(() => import('../features/customers/customers-page.tsx'), 'CustomersPage'),
  ),
  page(
    '/customers/expected',
    lazyRouteComponent(() => import('../features/customers/expected/expected-page.tsx'), 'ExpectedPage'),
  ),
  page(
    '/customers/requests',
    lazyRouteComponent(() => import('../features/customers/requests/requests-page.tsx'), 'RequestsPage'),
  ),
  page(
    '/customers/import',
    lazyRouteComponent(() => import('../features/customers/import/import-page.tsx'), 'ImportPage'),
  ),
  page(
    '/customers/duplicates',
    lazyRouteComponent(() => import('../features/customers/duplicates/duplicates-page.tsx'), 'DuplicatesPage'),
  ),
  page(
    '/customers/plans/$planId',
    lazyRouteComponent(() => import('../features/customers/plans/customer-plan-page.tsx'), 'CustomerPlanPage'),
  ),
  page(
    '/customers/not-orderable',
    lazyRouteComponent(() => import('../features/customers/not-orderable/not-orderable-page.tsx'), 'NotOrderablePage'),
  ),
  page(
    '/customers/access',
    lazyRouteComponent(() => import('../features/access/access-page.tsx'), 'AccessPage'),
  ),
  page(
    '/customers/access/templates',
    lazyRouteComponent(() => import('../features/access/templates/templates-page.tsx'), 'TemplatesPage'),
  ),
  page(
    '/customers/access/calendar',
    lazyRouteComponent(() => import('../features/access/calendar/calendar-page.tsx'), 'CalendarPage'),
  ),
  page(
    '/customers/$customerId',
    lazyRouteComponent(() => import('../features/customers/customer-page.tsx'), 'CustomerPage'),
  ),
  page(
    '/customers/registrations',
    lazyRouteComponent(() => import('../features/customers/registrations/registrations-page.tsx'), 'RegistrationsPage'),
  ),
  page(
    '/customers/resellers',
    lazyRouteComponent(() => import('../features/settings/resellers/resellers-page.tsx'), 'ResellersPage'),
  ),
  page(
    '/customers/resellers/$resellerId',
    lazyRouteComponent(() => import('../features/settings/resellers/reseller-page.tsx'), 'ResellerPage'),
  ),
  page(
    '/own-customers',
    lazyRouteComponent(() => import('../features/customers/own/own-customers-page.tsx'), 'OwnCustomersPage'),
  ),
  page(
    '/own-customers/$customerId',
    lazyRouteComponent(() => import('../features/customers/own/own-customer-page.tsx'), 'OwnCustomerPage'),
  ),
  page(
    '/subscriptions',
    lazyRouteComponent(() => import('../features/subscriptions/subscriptions-page.tsx'), 'SubscriptionsPage'),
  ),
  page(
    '/reconciliation',
    lazyRouteComponent(() => import('../features/reconciliation/differences-page.tsx'), 'DifferencesPage'),
  ),
  page(
    '/reconciliation/loss-meter',
    lazyRouteComponent(() => import('../features/loss-meter/loss-meter-page.tsx'), 'LossMeterPage'),
  ),
  page(
    '/reconciliation/periods',
    lazyRouteComponent(() => import('../features/periods/periods-page.tsx'), 'PeriodsPage'),
  ),
  page(
    '/reconciliation/periods/$month',
    lazyRouteComponent(() => import('../features/periods/period-page.tsx'), 'PeriodPage'),
  ),
  page(
    '/reconciliation/rules',
    lazyRouteComponent(() => import('../features/rules/rules-page.tsx'), 'RulesPage'),
  ),
  page(
    '/billing/invoices',
    lazyRouteComponent(() => import('../features/invoices/invoices-page.tsx'), 'InvoicesPage'),
  ),
  page(
    '/billing/invoices/$invoiceId',
    lazyRouteComponent(() => import('../features/invoices/invoice-page.tsx'), 'InvoicePage'),
  ),
  page(
    '/billing/prices',
    lazyRouteComponent(() => import('../features/prices/prices-page.tsx'), 'PricesPage'),
  ),
  page(
    '/plans/$planId',
    lazyRouteComponent(() => import('../features/reconciliation/plan/plan-page.tsx'), 'PlanPage'),
  ),
  page(
    '/mapping/accounts',
    lazyRouteComponent(() => import('../features/mapping/mapping-page.tsx'), 'MappingPage'),
  ),
  page(
    '/mapping/products',
    lazyRouteComponent(() => import('../features/mapping/mapping-page.tsx'), 'MappingPage'),
  ),
  page(
    '/activity',
    lazyRouteComponent(() => import('../features/activity/activity-page.tsx'), 'ActivityPage'),
  ),
  page(
    '/activity/jobs/$jobId',
    lazyRouteComponent(() => import('../features/activity/job-page.tsx'), 'JobPage'),
  ),
  page(
    '/setup',
    lazyRouteComponent(() => import('../features/setup/setup-page.tsx'), 'SetupPage'),
  ),
  page(
    '/setup/permissions',
    lazyRouteComponent(() => import('../features/setup/permissions-page.tsx'), 'PermissionsPage'),
  ),
  page(
    '/setup/$page',
    lazyRouteComponent(() => import('../features/setup/setup-page.tsx'), 'SetupPage'),
  ),
  page(
    '/settings/connections',
    lazyRouteComponent(() => import('../features/connections/connections-page.tsx'), 'ConnectionsPage'),
  ),
  page(
    '/settings/connections/add',
    lazyRouteComponent(() => import('../features/connections/add-page.tsx'), 'AddConnectionPage'),
  ),
  page(
    '/settings/connections/errors',
    lazyRouteComponent(() => import('../features/connections/errors-page.tsx'), 'ErrorsPage'),
  ),
  page(
    '/settings/connections/$connectionId',
    lazyRouteComponent(() => import('../features/connections/connection-page.tsx'), 'ConnectionPage'),
  ),
  page(
    '/settings/reconciliation',
    lazyRouteComponent(() => import('../features/settings/reconciliation-settings-page.tsx'), 'ReconciliationSettingsPage'),
  ),
  page(
    '/settings/notifications',
    lazyRouteComponent(() => import('../features/notices/notifications-page.tsx'), 'NotificationsPage'),
  ),
  page(
    '/settings/people',
    lazyRouteComponent(() => import('../features/settings/people-page.tsx'), 'PeoplePage'),
  ),
  page(
    '/settings/account',
    lazyRouteComponent(() => import('../features/settings/account-page.tsx'), 'AccountPage'),
  ),
  // Every other address: who is lost has the areas to go on from.
  page(
    '$',
    lazyRouteComponent(() => import('./not-found.tsx'), 'NotFoundPage'),
  ),
];

const redirects = [
  moved('/subscriptions/$id', ({ id = '' }) => `/subscriptions?panel=${id}`),
  moved('/reconciliation/$id', ({ id = '' }) => `/reconciliation?panel=${id}`),
  moved('/billing', () => '/billing/invoices'),
  moved('/invoices/$id', ({ id = '' }) => `/billing/invoices/${id}`),
  moved('/mapping', () => '/mapping/accounts'),
  moved('/settings', () => '/settings/connections'),
  moved('/jobs', (_, search) => `/activity${activityTab(search)}`),
  moved('/jobs/$id', ({ id = '' }) => `/activity/jobs/${id}`),
];

export const createAppRouter = (history?: RouterHistory) =>
  createRouter({
    routeTree: root.addChildren([...lonePages, shell.addChildren([...pages, ...redirects])]),
    parseSearch,
    stringifySearch: printSearch,
    defaultPreload: false,
    defaultPendingMinMs: 0,
    ...(history !== undefined && { history }),
  });

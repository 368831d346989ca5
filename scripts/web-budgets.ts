/**
 * What may travel to the browser as script, in kB (1,000 bytes) after gzip. These numbers fall; one grows only with what its page does anew (the
 * last: what a split gives back, domains of any script, months and versions that the server takes).
 */

/** The bars of the project: the frame of a page, and everything that one page loads. */
export const bars = { frame: 180, page: 320 } as const;

/** What is loaded before any page. */
export const frameBudget = 177;

/** What a page loads in all, the frame included. What opens on request (dialogs, panels) comes later and is not in it. */
export const pageBudgets: Readonly<Record<string, number>> = {
  'access-page': 291,
  'account-page': 241,
  'activity-page': 288,
  'add-page': 282,
  'calendar-page': 231,
  'connection-page': 271,
  'connections-page': 241,
  'consent-page': 232,
  'customer-page': 294,
  'customer-plan-page': 304,
  'customers-page': 281,
  'differences-page': 320,
  'duplicates-page': 266,
  'errors-page': 234,
  'expected-page': 274,
  'form-page': 238,
  'import-page': 250,
  'invoice-page': 291,
  'invoices-page': 273,
  'job-page': 259,
  'loss-meter-page': 232,
  'mapping-page': 308,
  'not-orderable-page': 274,
  'notifications-page': 239,
  'overview-page': 236,
  'own-company-page': 237,
  'own-customer-page': 263,
  'own-customers-page': 236,
  'people-page': 247,
  'period-page': 251,
  'periods-page': 239,
  'permissions-page': 234,
  'plan-page': 281,
  'prices-page': 270,
  'reconciliation-settings-page': 253,
  'register-page': 242,
  'registration-page': 235,
  'registrations-page': 273,
  'requests-page': 267,
  'reseller-page': 260,
  'resellers-page': 236,
  'rules-page': 247,
  'setup-page': 255,
  'sign-in-page': 234,
  'subscriptions-page': 289,
  'templates-page': 238,
  'unsubscribe-page': 232,
};

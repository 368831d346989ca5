/**
 * What may travel to the browser as script, in kB (1,000 bytes) after gzip. These numbers only fall, unless every page needs something new (the
 * last: in whose name one acts).
 */

/** The bars of the project: the frame of a page, and everything that one page loads. */
export const bars = { frame: 184, page: 328 } as const;

/** What is loaded before any page. */
export const frameBudget = 184;

/** What a page loads in all, the frame included. What opens on request (dialogs, panels) comes later and is not in it. */
export const pageBudgets: Readonly<Record<string, number>> = {
  'access-page': 288,
  'account-page': 241,
  'activity-page': 325,
  'add-page': 281,
  'calendar-page': 232,
  'connection-page': 270,
  'connections-page': 241,
  'consent-page': 233,
  'customer-page': 294,
  'customer-plan-page': 303,
  'customers-page': 300,
  'differences-page': 328,
  'duplicates-page': 266,
  'errors-page': 234,
  'expected-page': 274,
  'form-page': 239,
  'import-page': 250,
  'invoice-page': 292,
  'invoices-page': 273,
  'job-page': 259,
  'loss-meter-page': 232,
  'mapping-page': 308,
  'not-orderable-page': 275,
  'notifications-page': 238,
  'overview-page': 237,
  'own-customer-page': 263,
  'own-customers-page': 236,
  'people-page': 245,
  'period-page': 251,
  'periods-page': 239,
  'permissions-page': 234,
  'plan-page': 281,
  'reconciliation-settings-page': 253,
  'register-page': 242,
  'registration-page': 235,
  'registrations-page': 273,
  'requests-page': 267,
  'reseller-page': 260,
  'resellers-page': 236,
  'rules-page': 247,
  'setup-page': 254,
  'sign-in-page': 236,
  'subscriptions-page': 290,
  'templates-page': 235,
};

/**
 * What may travel to the browser as script, in kB (1,000 bytes) after gzip. These numbers only fall, unless every page needs something new (the
 * last: in whose name one acts).
 */

/** The bars of the project: the frame of a page, and everything that one page loads. */
export const bars = { frame: 180, page: 320 } as const;

/** What is loaded before any page. */
export const frameBudget = 176;

/** What a page loads in all, the frame included. What opens on request (dialogs, panels) comes later and is not in it. */
export const pageBudgets: Readonly<Record<string, number>> = {
  'access-page': 288,
  'account-page': 240,
  'activity-page': 293,
  'add-page': 281,
  'calendar-page': 231,
  'connection-page': 270,
  'connections-page': 240,
  'consent-page': 231,
  'customer-page': 293,
  'customer-plan-page': 302,
  'customers-page': 299,
  'differences-page': 319,
  'duplicates-page': 265,
  'errors-page': 233,
  'expected-page': 273,
  'form-page': 238,
  'import-page': 249,
  'invoice-page': 291,
  'invoices-page': 272,
  'job-page': 258,
  'loss-meter-page': 231,
  'mapping-page': 308,
  'not-orderable-page': 274,
  'notifications-page': 238,
  'overview-page': 236,
  'own-company-page': 237,
  'own-customer-page': 263,
  'own-customers-page': 236,
  'people-page': 246,
  'period-page': 250,
  'periods-page': 238,
  'permissions-page': 233,
  'plan-page': 280,
  'reconciliation-settings-page': 253,
  'register-page': 241,
  'registration-page': 234,
  'registrations-page': 272,
  'requests-page': 266,
  'reseller-page': 259,
  'resellers-page': 235,
  'rules-page': 246,
  'setup-page': 254,
  'sign-in-page': 234,
  'subscriptions-page': 289,
  'templates-page': 234,
};

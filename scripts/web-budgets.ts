/** What may travel to the browser as script, in kB (1,000 bytes) after gzip. These numbers only fall. */

/** The bars of the project: the frame of a page, and everything that one page loads. */
export const bars = { frame: 181, page: 322 } as const;

/** What is loaded before any page. */
export const frameBudget = 181;

/** What a page loads in all, the frame included. What opens on request (dialogs, panels) comes later and is not in it. */
export const pageBudgets: Readonly<Record<string, number>> = {
  'access-page': 281,
  'account-page': 237,
  'activity-page': 320,
  'add-page': 277,
  'calendar-page': 231,
  'connection-page': 265,
  'connections-page': 236,
  'consent-page': 228,
  'customer-page': 289,
  'customer-plan-page': 298,
  'customers-page': 293,
  'differences-page': 320,
  'duplicates-page': 261,
  'errors-page': 236,
  'expected-page': 269,
  'form-page': 236,
  'import-page': 245,
  'invoice-page': 287,
  'invoices-page': 268,
  'job-page': 254,
  'loss-meter-page': 228,
  'mapping-page': 310,
  'not-orderable-page': 269,
  'notifications-page': 240,
  'overview-page': 233,
  'own-customer-page': 262,
  'own-customers-page': 233,
  'people-page': 240,
  'period-page': 247,
  'periods-page': 235,
  'permissions-page': 230,
  'plan-page': 277,
  'reconciliation-settings-page': 253,
  'register-page': 242,
  'registration-page': 235,
  'registrations-page': 272,
  'requests-page': 264,
  'reseller-page': 257,
  'resellers-page': 234,
  'rules-page': 243,
  'setup-page': 254,
  'sign-in-page': 232,
  'subscriptions-page': 285,
  'templates-page': 234,
};

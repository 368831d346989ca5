/** What may travel to the browser as script, in kB (1,000 bytes) after gzip. These numbers only fall. */

/** The bars of the project: the frame of a page, and everything that one page loads. */
export const bars = { frame: 181, page: 323 } as const;

/** What is loaded before any page. */
export const frameBudget = 181;

/** What a page loads in all, the frame included. What opens on request (dialogs, panels) comes later and is not in it. */
export const pageBudgets: Readonly<Record<string, number>> = {
  'access-page': 282,
  'account-page': 250,
  'activity-page': 320,
  'add-page': 277,
  'connection-page': 265,
  'connections-page': 247,
  'consent-page': 228,
  'customer-page': 289,
  'customers-page': 289,
  'differences-page': 323,
  'invoice-page': 288,
  'invoices-page': 269,
  'job-page': 254,
  'loss-meter-page': 241,
  'mapping-page': 323,
  'overview-page': 233,
  'people-page': 254,
  'period-page': 249,
  'periods-page': 248,
  'permissions-page': 230,
  'plan-page': 278,
  'reconciliation-settings-page': 248,
  'rules-page': 257,
  'setup-page': 254,
  'sign-in-page': 232,
  'subscriptions-page': 286,
};

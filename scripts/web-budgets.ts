/** What may travel to the browser as script, in kB (1,000 bytes) after gzip. These numbers only fall. */

/** The bars of the project: the frame of a page, and everything that one page loads. */
export const bars = { frame: 180, page: 320 } as const;

/** What is loaded before any page. */
export const frameBudget = 180;

/** What a page loads in all, the frame included. What opens on request (dialogs, panels) comes later and is not in it. */
export const pageBudgets: Readonly<Record<string, number>> = {
  'access-page': 284,
  'account-page': 248,
  'activity-page': 317,
  'add-page': 267,
  'connection-page': 286,
  'connections-page': 244,
  'customer-page': 285,
  'customers-page': 288,
  'differences-page': 319,
  'invoice-page': 286,
  'invoices-page': 268,
  'job-page': 251,
  'loss-meter-page': 242,
  'mapping-page': 316,
  'overview-page': 232,
  'people-page': 251,
  'period-page': 247,
  'periods-page': 247,
  'plan-page': 276,
  'reconciliation-settings-page': 245,
  'rules-page': 256,
  'permissions-page': 236,
  'setup-page': 260,
  'sign-in-page': 230,
  'subscriptions-page': 285,
};

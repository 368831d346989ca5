/** What may travel to the browser as script, in kB (1,000 bytes) after gzip. These numbers only fall. */

/** The bars of the project: the frame of a page, and everything that one page loads. */
export const bars = { frame: 180, page: 320 } as const;

/** What is loaded before any page. */
export const frameBudget = 180;

/** What a page loads in all, the frame included. What opens on request (dialogs, panels) comes later and is not in it. */
export const pageBudgets: Readonly<Record<string, number>> = {
  'account-page': 247,
  'activity-page': 316,
  'add-page': 266,
  'connection-page': 284,
  'connections-page': 242,
  'customer-page': 282,
  'customers-page': 288,
  'differences-page': 312,
  'invoice-page': 284,
  'invoices-page': 268,
  'job-page': 246,
  'mapping-page': 309,
  'overview-page': 234,
  'people-page': 250,
  'plan-page': 266,
  'reconciliation-settings-page': 245,
  'sign-in-page': 230,
  'subscriptions-page': 283,
};

import type { Page } from 'playwright-core';
import { type System, until } from './start-system.ts';
import { boughtTwentyFive, preview } from './story.ts';

type Route = { readonly path: string; readonly leadsOn: boolean };

/** Every address of the app, as the router of the page that is open knows them. */
export const routesOf = (page: Page): Promise<readonly Route[]> =>
  page.evaluate<readonly Route[]>(
    `Object.entries(__TSR_ROUTER__.routesByPath).map(([path, { options }]) => ({ path, leadsOn: options.component === undefined }))`,
  );

/** What the signed-in person asks for; acts that want a fresh proof of who it is are allowed right after the sign-in. */
async function asOwner(page: Page, system: System, path: string, data: unknown): Promise<Readonly<Record<string, string>>> {
  const { csrf } = (await (await page.request.get(`${system.url}/api/v1/me`)).json()) as { readonly csrf: string };
  const headers = { 'x-csrf-token': csrf, origin: system.url };
  const answer = await page.request.post(`${system.url}/api/v1${path}`, { headers, data });
  if (answer.status() >= 300) throw new Error(`${path}: ${answer.status()} ${await answer.text()}`);
  return (await answer.json()) as Readonly<Record<string, string>>;
}

/** An address for each route with a parameter: of what the sample estate holds, or of what is made here. */
export async function examples(page: Page, system: System): Promise<Readonly<Record<string, string>>> {
  type Thing = { readonly id: string; readonly month: string; readonly side: string };
  /** The first readings go on behind the start: what is not there yet is waited for. */
  const first = (list: string, is: (thing: Thing) => boolean = () => true): Promise<Thing> =>
    until(`something in ${list}`, async () => (await system.get<{ readonly data: readonly Thing[] }>(list)).data.find(is), 180_000);
  const make = (path: string, body: unknown) => asOwner(page, system, path, body);
  const account = await first('/connections', ({ side }) => side === 'microsoft');
  const customer = await first('/customers?limit=1');
  const consent = await make(`/connections/${account.id}/consent-links`, {});
  await make('/registrations/switch', { open: true });
  const company = { company: 'Nordwind Handel', domain: 'nordwind.example', contact: 'Ana', email: 'ana@nordwind.example', country: 'DE' };
  const registration = await make('/registration-form', company);
  const reseller = await make('/organisations', { name: 'Westwind', mpn: '1234567' });
  const plan = await make('/customer-plans', { kind: 'import', connectionId: account.id });
  const correction = await preview(system, (await boughtTwentyFive(system)).difference);
  return {
    '/consent/$token': new URL(consent['url'] ?? '').pathname,
    // Nobody holds such a link: the page of a link that is over.
    '/form/$token': `/form/${'x'.repeat(32)}`,
    // Of a mailbox that was removed.
    '/unsubscribe/$token': `/unsubscribe/${'x'.repeat(86)}`,
    '/register/$token': `/register/${registration['token'] ?? ''}`,
    '/customers/plans/$planId': `/customers/plans/${plan['id'] ?? ''}`,
    '/customers/$customerId': `/customers/${customer.id}`,
    '/customers/resellers/$resellerId': `/customers/resellers/${reseller['id'] ?? ''}`,
    '/own-customers/$customerId': `/own-customers/${customer.id}`,
    '/reconciliation/periods/$month': `/reconciliation/periods/${(await first('/periods')).month}`,
    '/billing/invoices/$invoiceId': `/billing/invoices/${(await first('/invoices?kind=reconciliation&limit=1')).id}`,
    '/plans/$planId': `/plans/${correction.id}`,
    '/activity/jobs/$jobId': `/activity/jobs/${(await first('/jobs?limit=1')).id}`,
    '/setup/$page': '/setup/systems',
    '/$': '/leads/nowhere',
    '/settings/connections/$connectionId': `/settings/connections/${account.id}`,
  };
}

/** What opens a dialog, and where. */
export const openers: readonly (readonly [address: string, button: string])[] = [
  ['/customers/resellers', 'Add a reseller'],
  ['/customers/registrations', 'Refuse Nordwind Handel'],
  ['/customers/access/templates', 'Add a template'],
  ['/mapping/accounts', 'Spreadsheet…'],
  ['/mapping/accounts', 'Kinds…'],
  ['/billing/invoices', 'Upload files'],
  ['/settings/notifications', 'Add a channel…'],
  ['/settings/notifications', 'Set it…'],
  ['/settings/reconciliation', 'Add a customer or product'],
];

import { z } from 'zod';
import { AccessState } from '../model/access.ts';
import { BillTo } from '../model/bill-to.ts';
import { SubscriptionStatus } from '../model/subscription.ts';
import { BillingFrequency, Term } from '../model/term.ts';
import { calendarDate, instant } from './page.ts';
import { route } from './route.ts';

export const OwnCompany = z
  .object({
    id: z.string(),
    name: z.string(),
    domain: z.string(),
    subscriptions: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        seats: z.number().int(),
        status: SubscriptionStatus,
        term: Term,
        frequency: BillingFrequency,
        endsOn: calendarDate.nullable(),
        autoRenew: z.boolean(),
      }),
    ),
    /** Delegated access to its tenant: by which roles and until when. */
    access: z.array(
      z.object({ name: z.string(), state: AccessState, endsAt: instant.nullable(), autoExtends: z.boolean(), roles: z.array(z.string()) }),
    ),
    /** As Microsoft has them; none was read yet: empty. */
    contacts: z.array(
      z.object({ /** Which one is meant, when a change is asked for. */ connectionId: z.string(), billTo: BillTo, readAt: instant }),
    ),
  })
  .meta({ id: 'OwnCompany' });

export const getOwnCompany = route({
  id: 'getOwnCompany',
  method: 'GET',
  path: '/own-company',
  summary: 'What people of a customer see: its subscriptions, who has access to its tenant, its contact and address',
  tag: 'Customers',
  may: 'company:read',
  tenantScope: 'rows',
  ofCustomers: true,
  status: 200,
  reply: OwnCompany,
});

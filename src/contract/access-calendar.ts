import { z } from 'zod';
import { Money } from '../model/money.ts';
import { instant } from './page.ts';
import { route } from './route.ts';

const count = z.number().int();

export const listAccessEnds = route({
  id: 'listAccessEnds',
  method: 'GET',
  path: '/access-ends',
  summary: 'Ends of active accesses by month, with what the PSA bills for Microsoft\u2019s products a month',
  tag: 'Access',
  may: 'customers:read',
  tenantScope: 'rows',
  status: 200,
  reply: z
    .object({
      data: z.array(
        z.object({
          /** UTC: `2028-11`. */
          month: z.string(),
          customers: count,
          /** Of these: Microsoft prolongs the relationship by itself. */
          extending: count,
          /** Of the customers whose access does not extend itself, by currency. */
          atRisk: z.array(Money),
        }),
      ),
    })
    .meta({ id: 'AccessEnds' }),
});

export const getAccessCalendar = route({
  id: 'getAccessCalendar',
  method: 'GET',
  path: '/me/access-calendar',
  summary: 'Whether you have a calendar of ending accesses; its address is not shown again',
  tag: 'Access',
  may: 'signedIn',
  tenantScope: 'rows',
  status: 200,
  reply: z.object({ madeAt: instant.nullable() }).meta({ id: 'AccessCalendarState' }),
});

export const makeAccessCalendar = route({
  id: 'makeAccessCalendar',
  method: 'POST',
  path: '/me/access-calendar',
  summary: 'Make the secret address of your calendar of ending accesses; an earlier one is dead',
  tag: 'Access',
  may: 'signedIn',
  tenantScope: 'rows',
  body: z.strictObject({}).optional(),
  status: 201,
  reply: z.object({ url: z.string() }).meta({ id: 'AccessCalendar', description: 'The address is shown once' }),
  problems: ['conflict'],
});

export const revokeAccessCalendar = route({
  id: 'revokeAccessCalendar',
  method: 'DELETE',
  path: '/me/access-calendar',
  summary: 'End the secret address of your calendar',
  tag: 'Access',
  may: 'signedIn',
  tenantScope: 'rows',
  status: 204,
});

export const readAccessCalendar = route({
  id: 'readAccessCalendar',
  method: 'GET',
  path: '/access-calendars/{token}',
  summary: 'Ends of delegated access as an iCalendar file, by its secret address',
  tag: 'Access',
  may: 'anyone',
  tenantScope: 'none',
  callsAMinute: 30,
  params: z.object({ token: z.string().regex(/^[\w-]{20,100}$/, 'is the last part of the address') }),
  status: 200,
  file: true,
  reply: z.string(),
});

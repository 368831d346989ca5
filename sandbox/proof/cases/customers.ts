import { pc, shown, someone } from '../asks.ts';
import type { Case } from '../case.ts';

export const customerCases: readonly Case[] = [
  {
    sample: 'partner-center/customers.get-a-customer-by-id.response.json',
    show: async (box) => shown(await pc(box, `/customers/${someone(box).customerId}`)),
  },
  {
    sample: 'partner-center/customers.get-a-list-of-customers.response.json',
    show: async (box) => shown(await pc(box, '/customers?size=40')),
  },
  {
    sample: 'partner-center/customers.get-a-customer-by-name.response.json',
    show: async (box) =>
      shown(
        await pc(box, `/customers?size=0&filter=${encodeURIComponent('{"Field":"CompanyName","Value":"Cont","Operator":"starts_with"}')}`, {
          account: 'pc-2',
        }),
      ),
  },
];

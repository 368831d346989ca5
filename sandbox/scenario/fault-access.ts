import { soldTo } from './fault-ground.ts';
import { answer, atOnce, type FaultTemplate } from './fault-template.ts';

/** What is wrong with customers rather than with lines. */
export const accessFaults: readonly FaultTemplate[] = [
  {
    on: 'customer',
    of: 'estate',
    plan: ({ customerId }) =>
      atOnce({ act: 'access', customer: customerId, does: 'expire', expect: answer('access_expired', 'access_not_extended', 'certain') }),
  },
  {
    on: 'customer',
    of: 'estate',
    plan: ({ customerId, world }) => {
      const [only] = world.tables.relationships.by('customerId', customerId);
      const account = only?.accountId === 'pc-1' ? 'pc-2' : 'pc-1';
      return atOnce({
        act: 'do',
        action: 'customer.acceptRelationship',
        with: { customer: customerId, account },
        expect: answer('same_tenant_two_partners', 'relationship_with_both', 'certain', { customer: customerId }),
      });
    },
  },
  {
    on: 'customer',
    of: 'strangers',
    plan: ({ customerId, random }) =>
      atOnce(
        { act: 'do', action: 'customer.acceptRelationship', with: { customer: customerId, account: 'pc-1' } },
        {
          act: 'do',
          action: 'portal.buy',
          with: { customer: customerId, account: 'pc-1', sku: 'CFQ7TTC0LH18:0001', quantity: random.int(3, 20) },
          expect: answer('unmapped_customer', 'account_not_mapped', 'certain', { customer: customerId }),
        },
      ),
  },
  {
    on: 'customer',
    of: 'estate',
    plan: ({ customerId, world }) => {
      const [only] = world.tables.relationships.by('customerId', customerId);
      // All his lines run on; the one that is told names its subscription.
      const billed = soldTo(world, customerId).find(({ isNamed }) => isNamed);
      return atOnce({
        act: 'do',
        action: 'customer.endRelationship',
        with: { customer: customerId, account: only?.accountId ?? '', force: true },
        expect: answer(
          'missing_in_microsoft',
          'no_longer_listed',
          'certain',
          billed === undefined ? { customer: customerId } : { subscription: billed.subscription.id },
        ),
      });
    },
  },
];

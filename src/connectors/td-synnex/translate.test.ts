import { expect, test } from 'vitest';
import { WireCloudProfile } from './schema.ts';
import { toAccount } from './translate.ts';

const tenant = (n: number): string => `${String(n).repeat(8)}-1111-4111-8111-111111111111`;
const customer = { id: '7', customerOrganization: 'Contoso', customerStatus: 'ACTIVE', uid: 'A7' };

test('what TD SYNNEX tells of access is kept in its own word, for each tenant that it names', () => {
  const profiles = [
    { customerTenantId: tenant(1).toUpperCase(), customerDomain: 'contoso.com', gdapStatus: 'ACTIVE' },
    { customerTenantId: tenant(2) },
    { gdapStatus: 'PENDING' },
  ].map((each) => WireCloudProfile.parse(each));

  expect(toAccount(customer, profiles)).toMatchObject({
    item: { tenantIds: [tenant(1), tenant(2)], accessTold: { [tenant(1)]: 'ACTIVE' } },
  });
  expect(toAccount(customer, [WireCloudProfile.parse({ customerTenantId: tenant(2) })])).not.toHaveProperty('item.accessTold');
});

import type { TestSandbox } from '../../testing.ts';
import { type Answered, pc, requestOf, shown, someone, taken, textAt } from '../asks.ts';
import type { Case, Shown } from '../case.ts';
import { turn } from '../stage.ts';

const customer = (box: TestSandbox): string => `/customers/${someone(box).customerId}`;

const of =
  (below: string) =>
  async (box: TestSandbox): Promise<Shown> =>
    shown(await pc(box, `${customer(box)}${below}`));

async function user(box: TestSandbox): Promise<string> {
  const list = await pc(box, `${customer(box)}/users`);
  return `${customer(box)}/users/${textAt(list.body, 'items', 0, 'id')}`;
}

async function patched(box: TestSandbox, name: string, below = ''): Promise<{ readonly sent: unknown; readonly answer: Answered }> {
  const at = `${await user(box)}${below}`;
  const sample = requestOf(name);
  const password = { password: 'Proof-of-9-shapes!', forceChangePassword: true };
  const sent = {
    ...sample,
    ...('passwordProfile' in sample ? { passwordProfile: password } : {}),
    ...('usageLocation' in sample ? { usageLocation: 'US' } : {}),
  };
  return { sent, answer: await pc(box, at, { method: 'PATCH', body: sent }) };
}

async function restored(box: TestSandbox): Promise<{ readonly sent: unknown; readonly answer: Answered }> {
  const at = await user(box);
  await pc(box, at, { method: 'DELETE' });
  const sent = requestOf('users.restore-a-user-for-a-customer');
  return { sent, answer: await pc(box, at, { method: 'PATCH', body: sent }) };
}

/** A user with a licence, and the licence update sent to another one. */
async function licensed(box: TestSandbox): Promise<{ readonly id: string; readonly skuId: string }> {
  const list = await pc(box, `${customer(box)}/users`);
  const users = (list.body as { readonly items?: readonly unknown[] }).items ?? [];
  for (const one of users) {
    const id = textAt(one, 'id');
    const licences = await pc(box, `${customer(box)}/users/${id}/licenses`);
    const skuId = textAt(licences.body, 'items', 0, 'productSku', 'id');
    if (skuId !== '') return { id, skuId };
  }
  throw new Error('Nobody has a licence');
}

const assign = (box: TestSandbox, id: string, licensesToAssign: unknown): Promise<Answered> =>
  pc(box, `${customer(box)}/users/${id}/licenseupdates`, {
    method: 'POST',
    body: { licensesToAssign, licensesToRemove: null, licenseWarnings: null },
  });

/** A user without a usage location cannot have a licence; one of an unknown SKU neither. */
async function refusedLicence(box: TestSandbox, skuId: string): Promise<Shown> {
  const { id } = await licensed(box);
  return shown(await assign(box, id, [{ excludedPlans: null, skuId }]), 400);
}

export const tenantCases: readonly Case[] = [
  { sample: 'partner-center/users.get-a-list-of-all-user-accounts-for-a-customer.response.json', show: of('/users') },
  { sample: 'partner-center/users.get-a-user-account-by-id.response.json', show: async (box) => shown(await pc(box, await user(box))) },
  {
    sample: 'partner-center/users.get-user-roles-for-a-customer.response.json',
    show: async (box) => {
      const list = await pc(box, `${customer(box)}/users`);
      const users = (list.body as { readonly items?: readonly unknown[] }).items ?? [];
      for (const one of users) {
        const roles = await pc(box, `${customer(box)}/users/${textAt(one, 'id')}/directoryroles`);
        if (textAt(roles.body, 'items', 0, 'id') !== '') return shown(roles);
      }
      throw new Error('Nobody has a role');
    },
  },
  {
    sample: 'partner-center/users.update-user-accounts-for-a-customer.request.json',
    show: async (box) => patched(box, 'users.update-user-accounts-for-a-customer').then(({ sent, answer }) => taken(sent, answer)),
  },
  {
    sample: 'partner-center/users.update-user-accounts-for-a-customer.response.json',
    show: async (box) => shown((await patched(box, 'users.update-user-accounts-for-a-customer')).answer),
  },
  {
    sample: 'partner-center/users.reset-user-password-for-a-customer.request.json',
    show: async (box) =>
      patched(box, 'users.reset-user-password-for-a-customer', '/resetpassword').then(({ sent, answer }) => taken(sent, answer)),
  },
  {
    sample: 'partner-center/users.reset-user-password-for-a-customer.response.json',
    show: async (box) => shown((await patched(box, 'users.reset-user-password-for-a-customer', '/resetpassword')).answer),
  },
  {
    sample: 'partner-center/users.restore-a-user-for-a-customer.request.json',
    show: async (box) => restored(box).then(({ sent, answer }) => taken(sent, answer)),
  },
  { sample: 'partner-center/users.restore-a-user-for-a-customer.response.json', show: async (box) => shown((await restored(box)).answer) },
  { sample: 'partner-center/licenses.get-a-list-of-available-licenses.response.json', show: of('/subscribedskus') },
  {
    sample: 'partner-center/licenses.get-a-list-of-available-licenses-by-license-group.1.response.json',
    show: of('/subscribedskus?licenseGroupIds=Group1'),
  },
  {
    sample: 'partner-center/licenses.get-a-list-of-available-licenses-by-license-group.2.response.json',
    show: of('/subscribedskus?licenseGroupIds=Group1&licenseGroupIds=Group2'),
  },
  {
    sample: 'partner-center/licenses.get-licenses-assigned-to-a-user-by-license-group.2.response.json',
    show: async (box) => shown(await pc(box, `${customer(box)}/users/${(await licensed(box)).id}/licenses?licenseGroupIds=Group1`)),
  },
  {
    sample: 'partner-center/licenses.assign-licenses-to-a-user.2.response.json',
    show: (box) => refusedLicence(box, '00000000-0000-4000-8000-00000000abcd'),
  },
  { sample: 'partner-center/licenses.assign-licenses-to-a-user.3.response.json', show: (box) => refusedLicence(box, 'no-guid') },
  {
    sample: 'partner-center/licenses.assign-licenses-to-a-user.4.response.json',
    show: async (box) => {
      const { id, skuId } = await licensed(box);
      await turn(box, 'tenants', { conditionalAccessBlocks: true });
      const answer = await assign(box, id, [{ excludedPlans: null, skuId }]);
      await turn(box, 'tenants', { conditionalAccessBlocks: null });
      return shown(answer, 403);
    },
  },
];

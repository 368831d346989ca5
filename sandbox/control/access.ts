import { z } from 'zod';
import { approveByCustomer, expire, removeRole, terminate } from '../graph/life.ts';
import type { GdapRelationship } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { type ControlCall, ok, refuse, withBody } from './call.ts';
import { findAccount, findCustomer } from './find.ts';
import { changeTenantOf, tenantActions } from './tenant.ts';

const gdapInput = z.strictObject({
  /** A relationship, or a customer (and account where several sell to him): its newest relationship. */
  id: z.string().optional(),
  customer: z.string().optional(),
  account: z.string().optional(),
  action: z.enum(['approve', 'expire', 'terminate', 'removeRole']),
  roleDefinitionId: z.string().optional(),
});

/** POST /_control/gdap: what the customer or time does to delegated access. */
export const changeGdap = withBody(gdapInput, (input, { stage }: ControlCall) => {
  const { world } = stage;
  const row = findGdap(world, input);
  if (row === undefined) return refuse(404, 'unknown_relationship', 'No delegated access relationship fits.');
  const by = { actor: { kind: 'user', name: 'admin@customer' }, cause: 'control' } as const;
  const done = {
    approve: () => approveByCustomer(world, row.id, by, input.customer === undefined ? undefined : findCustomer(world, input.customer)?.id),
    expire: () => expire(world, row.id, { ...by, actor: { kind: 'system', name: 'Microsoft' } }),
    terminate: () => terminate(world, row.id, by),
    removeRole: () => removeRole(world, row.id, input.roleDefinitionId ?? row.roleDefinitionIds[0] ?? '', by),
  }[input.action]();
  if (!done) return refuse(409, 'wrong_state', `A relationship that is ${row.status} cannot ${input.action}.`);
  return ok(world.tables.gdap.get(row.id));
});

function findGdap(world: World, input: z.output<typeof gdapInput>): GdapRelationship | undefined {
  if (input.id !== undefined) return world.tables.gdap.get(input.id);
  const customer = input.customer === undefined ? undefined : findCustomer(world, input.customer);
  if (customer === undefined) return undefined;
  const account = input.account === undefined ? undefined : findAccount(world, input.account);
  return world.tables.gdap
    .by('customerId', customer.id)
    .filter((row) => account === undefined || row.accountId === account.id)
    .at(-1);
}

const tenantInput = z.strictObject({
  customer: z.string(),
  account: z.string().optional(),
  action: z.enum(tenantActions),
});

/** POST /_control/tenant: the customer ends (or takes up again) the reseller relationship. */
export const changeTenant = withBody(tenantInput, (input, { stage }) => {
  const { world } = stage;
  const customer = findCustomer(world, input.customer);
  if (customer === undefined) return refuse(404, 'unknown_customer', `There is no customer ${input.customer}.`);
  const account = input.account === undefined ? undefined : findAccount(world, input.account);
  if (changeTenantOf(world, customer.id, account?.id, input.action) === 0)
    return refuse(404, 'unknown_relationship', 'No reseller relationship fits.');
  return ok({ relationships: world.tables.relationships.by('customerId', customer.id) });
});

import { must } from '../../../src/lib/must.ts';
import { portalActs } from '../../acts/portal.ts';
import { agenda } from '../../agenda.ts';
import { settle } from '../../world/due.ts';
import { type SwitchInput, type SwitchName, turned } from '../../world/switches.ts';
import type { Subscription } from '../../world/types.ts';
import { put } from '../../world/world.ts';
import type { Answer, Ask, Opened } from '../open-sandbox.ts';

// For the tests of subscriptions, migrations and transfers: the first customer of an account, what he can have, and a second partner.

const about = { actor: { kind: 'control', name: 'test' }, cause: 'test' } as const;

export const e3 = '796B6B5F-613C-4E24-A17C-EBA730D49C02';
export const archiving = '2828BE95-46BA-4F91-B2FD-0BEF192ECF60';
export const standard = { productId: 'CFQ7TTC0LDPB', skuId: '0001' } as const;

export function aStage(sandbox: Opened) {
  const { world, account } = sandbox;
  const customerId = must(world.tables.relationships.by('accountId', account.id)[0], 'relationship').customerId;
  const customer = `/v1/customers/${customerId}`;
  const pathOf = ({ id }: { readonly id: string }): string => `${customer}/subscriptions/${id}`;
  const act = (name: string, input: Readonly<Record<string, unknown>>): Subscription => {
    const acted = must(portalActs[name], name)(world, { customer: customerId, account: account.id, ...input });
    if ('refused' in acted) throw new Error(acted.refused);
    return acted.done as Subscription; // What these acts answer.
  };
  return {
    customerId,
    customer,
    pathOf,
    act,
    lay: (over: Partial<Subscription> = {}): Subscription => sandbox.lay({ customerId, ...over }),
    legacy: (over: Readonly<Record<string, unknown>> = {}): Subscription =>
      act('portal.layLegacy', { offer: e3, quantity: 12, daysAgo: 100, ...over }),
    now: ({ id }: { readonly id: string }): Subscription => must(world.tables.subscriptions.get(id), 'subscription'),
    read: async (row: { readonly id: string }) => (await sandbox.ask(pathOf(row))).body as Record<string, unknown>,
    post: (path: string, body: unknown = {}): Promise<Answer> => sandbox.ask(path, { method: 'POST', body }),
    turn: (wanted: SwitchInput): void => {
      for (const [name, value] of Object.entries(wanted)) {
        const id = name as SwitchName; // Names of groups, by the type.
        world.apply({ kind: 'test.turned', ...about, changes: [put('switches', { id, value: turned(id, world.switch(id), value) })] });
      }
    },
    later: (seconds: number): void => {
      world.clock.step(seconds * 1000);
      settle(world, agenda);
    },
  };
}

/** The other partner account, who sells to the customer too, and asks with his own token. */
export function otherPartner(sandbox: Opened, customerId: string) {
  const { world, account } = sandbox;
  const other = must(
    world.tables.partnerAccounts.all().find(({ id, cloud }) => id !== account.id && cloud === account.cloud),
    'second account',
  );
  const model = must(world.tables.relationships.by('accountId', account.id)[0], 'relationship');
  const relationship = { ...model, id: `${other.id}:${customerId}`, accountId: other.id, customerId };
  world.apply({ kind: 'test.laid', ...about, changes: [put('relationships', relationship)] });
  const user = must(other.users[0], 'user');
  const token = sandbox.token({
    accountId: other.id,
    tenantId: other.tenantId,
    clientId: other.app.clientId,
    userObjectId: user.objectId,
  });
  return { account: other, ask: (path: string, ask: Ask = {}): Promise<Answer> => sandbox.ask(path, { ...ask, token }) };
}

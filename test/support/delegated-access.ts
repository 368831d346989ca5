import { randomUUID } from 'node:crypto';
import { must } from '../../src/lib/must.ts';
import { globalAdministrator } from '../../src/model/access-roles.ts';
import type { Remotes } from './world-of-remotes.ts';

type Wanted = {
  /** From its approval on. */
  readonly days?: number;
  /** It is there for as long already, so it ends in so many days from now. */
  readonly isOld?: boolean;
  readonly roleIds?: readonly string[];
  /** Groups of the partner that hold its roles; none: it lets nobody in. */
  readonly groupIds?: readonly string[];
  /** Which of the partner's accounts. */
  readonly account?: number;
  readonly autoExtends?: boolean;
  /** How far it gets. */
  readonly until?: 'draft' | 'sent' | 'approved';
};

export const ourGroup = '0d000000-0000-4000-8000-00000000000a';

const usual: Required<Wanted> = {
  days: 10,
  isOld: false,
  roleIds: [globalAdministrator],
  groupIds: [ourGroup],
  account: 0,
  autoExtends: false,
  until: 'approved',
};

/** What people do about delegated access at Microsoft beside us: in the sandbox's world, never in our database. */
export function delegatedAccess(remotes: Remotes) {
  const passes = (time: string) => remotes.control('clock', { step: time });
  const graph = '/v1.0/tenantRelationships/delegatedAdminRelationships';
  const of = (tenantId: string, account = 0) =>
    remotes.world.tables.gdap.by('customerId', tenantId).filter((row) => row.accountId === accountOf(account).id);
  const accountOf = (account: number) => must(remotes.credentials.partnerAccounts[account], 'an account');
  const write = async (account: number, correction: Parameters<typeof act>[1]) => {
    const delegation = must(remotes.marketplace(accountOf(account)).delegation, 'delegated access');
    return act(delegation, correction);
  };
  /** Made, and never sent on to the customer. */
  const draft = async (account: number, request: Parameters<typeof act>[1]): Promise<void> => {
    await remotes.control('faults', {
      match: { method: 'POST', pathTemplate: `${graph}/{relationshipId}/requests` },
      do: { status: 403 },
      times: 1,
    });
    await write(account, request).catch(() => undefined);
  };
  const there = new Set(remotes.world.tables.gdap.all().map(({ id }) => id));
  return {
    passes,
    /** Requests that neither the estate nor `make` brought: whoever we test sent them. */
    asked: (tenantId: string, account = 0) => of(tenantId, account).filter(({ id, requests }) => !there.has(id) && requests.length > 0),
    /** Somebody gives a group roles. */
    assign: write,
    /** Relationships of one customer with an account, as Microsoft has them. */
    of,
    /** Somebody makes a relationship in the portal; by default it holds Global Administrator, ends in ten days and our group has its roles. */
    make: async (tenantId: string, given: Wanted = {}): Promise<string> => {
      const { days, isOld, roleIds, groupIds, account, autoExtends, until } = { ...usual, ...given };
      const tenant = { connectionId: '', customerTenantId: tenantId };
      const name = `By hand ${randomUUID().slice(0, 8)}`;
      const duration = `P${String(isOld ? 2 * days : days)}D`;
      const request = { action: 'requestAccess' as const, ...tenant, name, duration, autoExtends, roleIds: [...roleIds], groups: [] };
      await (until === 'draft' ? draft(account, request) : write(account, request));
      const { id } = must(
        of(tenantId, account).find((row) => row.displayName === name),
        'the new relationship',
      );
      there.add(id);
      if (until !== 'approved') return id;
      await remotes.control('gdap', { id, action: 'approve' });
      await passes('PT30S');
      for (const groupId of groupIds)
        await write(account, { action: 'assignGroup', ...tenant, relationshipRemoteId: id, groupId, roleIds: [...roleIds] });
      await passes(isOld ? `P${String(days)}D` : 'PT30S');
      return id;
    },
    approve: async (id: string): Promise<void> => {
      await remotes.control('gdap', { id, action: 'approve' });
      await passes('PT30S');
    },
    /** The customer ends an active one, or declines what he is asked. */
    refuse: async (id: string): Promise<void> => {
      const { status } = must(remotes.world.tables.gdap.get(id), 'the relationship');
      await remotes.control('act', { action: status === 'active' ? 'gdap.end' : 'gdap.decline', id });
      await passes('PT30S');
    },
    /** Nothing of the customer's access with an account is active any more. */
    endAll: async (tenantId: string, account = 0): Promise<void> => {
      for (const { id, status, endAt } of of(tenantId, account)) {
        if (status === 'active' && (endAt ?? '9') > remotes.world.now()) await remotes.control('gdap', { id, action: 'expire' });
        if (status === 'approvalPending') await remotes.control('act', { action: 'gdap.decline', id });
      }
    },
  };
}

type Delegation = NonNullable<ReturnType<Remotes['marketplace']>['delegation']>;

const act = (delegation: Delegation, correction: Parameters<Delegation['write']>[0]['correction']) =>
  delegation.write({ correction, effectiveOn: undefined, reference: randomUUID() });

import { inParallel } from '../../lib/in-parallel.ts';
import { sift } from '../../lib/sift.ts';
import type { AccessRelationship } from '../../model/access.ts';
import { isRemoteError } from '../../platform/http/fault.ts';
import { limits } from '../../platform/http/limits.ts';
import type { Marketplace, Page, TenantAccess } from '../ports.ts';
import type { Check } from '../probes.ts';
import { cursorExpired, walkPages } from '../walk-pages.ts';
import type { GraphClient } from './client.ts';
import { WireAccessAssignment, WireRelationship } from './schema.ts';
import { type Assignments, toAccess } from './translate.ts';
import { wholeList } from './whole-list.ts';

/** Delegated administration (GDAP) of a partner account's customers. */
export function createAccess(client: GraphClient): { readonly access: Marketplace['access']; readonly check: Check } {
  return {
    access: (cursor, signal) =>
      walkPages({
        remote: 'graph',
        from: cursor,
        signal,
        idOf: (one: AccessRelationship) => one.remoteId,
        read: async (at): Promise<Page<AccessRelationship>> => {
          if (at !== undefined && !URL.canParse(at)) throw cursorExpired('graph');
          const { list, next } = await client.relationships(at, signal);
          const wires = sift(list.value, WireRelationship, (wire) => ({ item: wire }));
          const items = await withAssignments(client, wires.items, signal);
          return { items, quarantined: wires.quarantined, cursor: next, total: undefined };
        },
      }),
    check: {
      name: 'access (GDAP)',
      run: async () => {
        const { value } = await client.oneRelationship();
        return { detail: value.length === 0 ? 'Relationships can be read; there are none' : 'Delegated admin relationships can be read' };
      },
    },
  };
}

/** Relationships in our words; who gets in is asked of those that could let somebody in. */
const withAssignments = async (
  client: GraphClient,
  wires: readonly WireRelationship[],
  signal: AbortSignal | undefined,
): Promise<AccessRelationship[]> => (await readEach(client, wires, signal)).map(({ relationship }) => relationship);

/** All relationships with one tenant, in our words, and whether nothing of them was unreadable. */
export async function relationshipsOf(client: GraphClient, tenantId: string, signal?: AbortSignal): Promise<TenantAccess> {
  const wires = await wiresOf(client, tenantId, signal);
  const each = await readEach(client, wires.items, signal);
  return { relationships: each.map(({ relationship }) => relationship), isWhole: wires.isWhole && each.every(({ isWhole }) => isWhole) };
}

/** The same as Graph writes them, page by page. */
export const wiresOf = (client: GraphClient, tenantId: string, signal: AbortSignal | undefined) =>
  wholeList(WireRelationship, (at) => client.relationshipsOf(tenantId, at, signal), signal);

type Read = { readonly relationship: AccessRelationship; readonly isWhole: boolean };

const readEach = (client: GraphClient, wires: readonly WireRelationship[], signal: AbortSignal | undefined): Promise<Read[]> =>
  inParallel(wires, limits.graph.parallel, async (wire) => {
    const { assignments, isWhole } = isActive(wire)
      ? await assignmentsOf(client, wire.id, signal)
      : { assignments: undefined, isWhole: true };
    return { relationship: toAccess(wire, assignments), isWhole };
  });

const isActive = (wire: WireRelationship): boolean => wire.status?.toLowerCase() === 'active';

/** A relationship whose assignments we may not see is shown as an error of that customer only (F41); anything else stops the list. */
async function assignmentsOf(
  client: GraphClient,
  id: string,
  signal: AbortSignal | undefined,
): Promise<{ readonly assignments: Assignments; readonly isWhole: boolean }> {
  try {
    const { items, isWhole } = await wholeList(WireAccessAssignment, (at) => client.assignments(id, at, signal), signal);
    return { assignments: items, isWhole };
  } catch (error) {
    if (isRemoteError(error, 'remote_forbidden') || isRemoteError(error, 'remote_not_found'))
      return { assignments: 'failed', isWhole: false };
    throw error;
  }
}

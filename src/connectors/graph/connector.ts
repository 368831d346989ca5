import { inParallel } from '../../lib/in-parallel.ts';
import { sift } from '../../lib/sift.ts';
import type { AccessRelationship } from '../../model/access.ts';
import { isRemoteError } from '../../platform/http/fault.ts';
import { limits } from '../../platform/http/limits.ts';
import type { Marketplace, Page } from '../ports.ts';
import type { Check } from '../probes.ts';
import { cursorExpired, walkPages } from '../walk-pages.ts';
import type { GraphClient } from './client.ts';
import { WireAccessAssignment, WireRelationship } from './schema.ts';
import { type Assignments, toAccess } from './translate.ts';

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
export const withAssignments = (
  client: GraphClient,
  wires: readonly WireRelationship[],
  signal: AbortSignal | undefined,
): Promise<AccessRelationship[]> =>
  inParallel(wires, limits.graph.parallel, async (wire) =>
    toAccess(wire, isActive(wire) ? await assignmentsOf(client, wire.id, signal) : undefined),
  );

const isActive = (wire: WireRelationship): boolean => wire.status?.toLowerCase() === 'active';

/** A relationship whose assignments we may not see is shown as an error of that customer only (F41); anything else stops the list. */
async function assignmentsOf(client: GraphClient, id: string, signal: AbortSignal | undefined): Promise<Assignments> {
  try {
    const { value } = await client.assignments(id, signal);
    return sift(value, WireAccessAssignment, (wire) => ({ item: wire })).items;
  } catch (error) {
    if (isRemoteError(error, 'remote_forbidden') || isRemoteError(error, 'remote_not_found')) return 'failed';
    throw error;
  }
}

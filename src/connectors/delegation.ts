import { type AccessCorrection, inverseOfAccess } from '../model/access-correction.ts';
import type { GraphClient } from './graph/client.ts';
import { relationshipsOf } from './graph/connector.ts';
import { lookUpAtGraph, prepareAtGraph, writeAtGraph } from './graph/delegation.ts';
import type { Consents } from './partner-center/consents.ts';
import type { Delegation, LookUp, Written } from './ports.ts';

type Parts = { readonly graph: GraphClient; readonly consents: Consents; readonly reaches: Delegation['reaches'] };

/** Delegated access is kept by Graph, the consent that goes with it by Partner Center: one port for both. */
export function joinDelegation({ graph, consents, reaches }: Parts): Delegation {
  return {
    relationshipsOf: (tenantId, signal) => relationshipsOf(graph, tenantId, signal),
    reaches,
    prepare: ({ correction }) =>
      correction.action === 'setConsent' ? consents.prepare(correction.customerTenantId, correction.to) : prepareAtGraph(correction),
    write: async ({ correction }, signal): Promise<Written<AccessCorrection>> => {
      if (correction.action !== 'setConsent') return writeAtGraph(graph, correction, signal);
      await consents.set(correction.customerTenantId, correction.to, signal);
      return { remoteIds: [correction.customerTenantId], undo: inverseOfAccess(correction) };
    },
    // A consent cannot be asked for: it shows by whether the tenant lets us in. Sending it again does no harm.
    lookUp: async ({ correction }, signal): Promise<LookUp> => {
      if (correction.action !== 'setConsent') return lookUpAtGraph(graph, correction, signal);
      const isThere = (await reaches(correction.customerTenantId, signal)) === correction.to;
      return isThere ? { found: 'applied', remoteIds: [correction.customerTenantId] } : { found: 'notApplied' };
    },
  };
}

import { Seeded } from '../../src/lib/seeded.ts';

/**
 * Partners that the world knows only by their MPN id (an indirect reseller behind a provider): their tenant follows from that id,
 * so that every answer names the same one.
 */
export const tenantOfMpn = (mpnId: string): string => new Seeded(`mpn/${mpnId}`).uuid();

export const nameOfMpn = (mpnId: string): string => `Reseller ${mpnId}`;

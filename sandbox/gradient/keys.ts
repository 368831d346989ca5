import { Seeded } from '../../src/lib/seeded.ts';
import type { World } from '../world/world.ts';

/** The two keys of this world's vendor and partner; the header is base64 of both with a colon between. */
export function gradientKeys(world: World): { readonly vendorKey: string; readonly partnerKey: string; readonly token: string } {
  const random = new Seeded(`${String(world.options.seed)}/gradient`);
  const [vendorKey, partnerKey] = [random.uuid(), random.uuid()];
  return { vendorKey, partnerKey, token: Buffer.from(`${vendorKey}:${partnerKey}`).toString('base64') };
}

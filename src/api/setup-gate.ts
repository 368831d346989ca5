import type { Route } from '../contract/route.ts';
import type { Context } from '../features/context.ts';
import { gateOf } from '../features/setup/index.ts';
import type { Refusal } from './handle.ts';
import { refuseGate } from './setup.ts';

/** Products come after accounts; every other decision about mappings is about accounts, or about both. */
const aboutProducts = new Set(['decideProductMapping', 'addMappingRule', 'changeMappingRule', 'removeMappingRule']);

/** While the set-up is a draft, whatever changes mappings waits for the gates before its screen, by whatever door and route (S57, S64). */
export async function checkSetup(context: Context, route: Route): Promise<Refusal | undefined> {
  if (route.may !== 'mapping:write') return undefined;
  const missing = await gateOf(context, aboutProducts.has(route.id) ? 'productMapping' : 'accountMapping');
  return missing.length === 0 ? undefined : refuseGate(missing);
}

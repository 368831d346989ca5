import type { Context } from '../features/context.ts';
import { gateOf } from '../features/setup/index.ts';
import type { SetupPage } from '../model/setup.ts';
import type { Refusal } from './handle.ts';
import { refuseGate } from './setup.ts';

/** Acts of a step that have routes of their own: while the set-up is a draft they wait for the gates before their screen, by whatever door (S57, S64). */
const gated: Readonly<Partial<Record<string, SetupPage>>> = {
  decideAccountMapping: 'accountMapping',
  decideProductMapping: 'productMapping',
};

export async function checkSetup(context: Context, routeId: string): Promise<Refusal | undefined> {
  const page = gated[routeId];
  if (page === undefined) return undefined;
  const missing = await gateOf(context, page);
  return missing.length === 0 ? undefined : refuseGate(missing);
}

import { addConnection } from '../connections/index.ts';
import type { Context } from '../context.ts';
import { missingBefore } from './conditions.ts';
import type { GateRefusal } from './confirm.ts';
import { readFacts } from './facts.ts';

export type SampleOutcome =
  | { readonly status: 'connected'; readonly added: readonly string[] }
  | GateRefusal
  | { readonly status: 'refused'; readonly because: 'noSandbox' };

/** Connects the accounts of the sandbox's world that the choices ask for, read-only as any other. Those that are there already are left alone. */
export async function connectSamples(context: Context): Promise<SampleOutcome> {
  const { sampleAccounts } = context.installation;
  if (sampleAccounts === undefined) return { status: 'refused', because: 'noSandbox' };
  const facts = await readFacts(context);
  const missing = missingBefore(facts, 'connections');
  if (missing.length > 0) return { status: 'refused', because: 'gate', missing };
  const wanted = new Set(['partnerCenter', ...(facts.choices?.distributors ?? []), ...(facts.choices?.psas ?? [])]);
  const accounts = (await sampleAccounts()).filter(({ settings }) => wanted.has(settings.kind));
  const outcomes = await Promise.all(
    accounts.map(async (account) => ((await addConnection(context, account)).status === 'added' ? [account.name] : [])),
  );
  return { status: 'connected', added: outcomes.flat() };
}

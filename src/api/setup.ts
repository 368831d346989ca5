import type { z } from 'zod';
import * as contract from '../contract/setup.ts';
import type { Context } from '../features/context.ts';
import {
  checkNetwork,
  chooseSystems,
  confirm,
  connectSamples,
  finishSetup,
  getSetup,
  type Missing,
  returnToDraft,
  runChecks,
  type SetupView,
} from '../features/setup/index.ts';
import { publicId } from '../model/ids.ts';
import { good, handle, type Mounted, type Refusal, refuse } from './handle.ts';

type Said = { readonly by: string; readonly at: Temporal.Instant; readonly reason: string | null };
const presentSaid = (said: Said | undefined) => (said === undefined ? null : { by: said.by, at: said.at.toString(), reason: said.reason });

const present = ({
  facts,
  steps,
  next,
  missing,
  checklist,
  network,
  preview,
  checks,
  hasSamples,
}: SetupView): z.input<typeof contract.Setup> =>
  // States and reasons are written from the same schemas that the contract uses; the reply is parsed by it.
  contract.Setup.parse({
    state: facts.state,
    next,
    done: steps.filter(({ state }) => state === 'done').length,
    steps,
    missing,
    choices:
      facts.choices === undefined || facts.chosen === undefined
        ? null
        : { ...facts.choices, by: facts.chosen.by, at: facts.chosen.at.toString() },
    checklist: checklist.map(({ hint = null, correlationId = null, fix = null, checkedAt, ...item }) => ({
      ...item,
      hint,
      fix,
      correlationId,
      checkedAt: checkedAt?.toString() ?? null,
    })),
    network: network === undefined ? null : { ...network, at: network.at.toString() },
    readiness: presentSaid(facts.readiness),
    withoutTenantEvidence: presentSaid(facts.withoutEvidence),
    connections: facts.connections.map(({ connectionId, readAt, ...each }) => ({
      ...each,
      id: publicId('connection', connectionId),
      readAt: readAt?.toString() ?? null,
    })),
    customers: facts.customers,
    accounts: facts.accounts,
    products: facts.products,
    preview,
    checks: checks === undefined ? null : { ...checks, at: checks.at.toString() },
    finished:
      facts.finished === undefined
        ? null
        : { by: facts.finished.by, at: facts.finished.at.toString(), jobIds: facts.finished.jobIds.map((id) => publicId('job', id)) },
    hasSamples,
  });

const answer = async (context: Context) => good(present(await getSetup(context)));

/** A step's act before its time: everything that is missing, each with its screen. */
export const refuseGate = (missing: readonly Missing[]): Refusal =>
  refuse('setup_gate', missing.map(({ detail }) => detail).join(' '), {
    hint: `Go on at /setup/${missing[0]?.page ?? ''}.`,
    errors: missing.map(({ page, code, detail }) => ({ pointer: `/setup/${page}`, code, detail })),
  });

export const setupRoutes: readonly Mounted[] = [
  handle(contract.getSetup, ({ context }) => answer(context)),
  handle(contract.chooseSystems, async ({ context, body }) => {
    await chooseSystems(context, body);
    return answer(context);
  }),
  handle(contract.confirmSetup, async ({ context, body }) => {
    const outcome = await confirm(context, body);
    if (outcome.status !== 'refused') return answer(context);
    return outcome.because === 'gate' ? refuseGate(outcome.missing) : reasonMissing;
  }),
  handle(contract.connectSamples, async ({ context }) => {
    const outcome = await connectSamples(context);
    if (outcome.status !== 'refused') return answer(context);
    return outcome.because === 'gate' ? refuseGate(outcome.missing) : noSandbox;
  }),
  handle(contract.checkNetwork, async ({ context }) => {
    const outcome = await checkNetwork(context);
    return outcome.status === 'refused' ? refuseGate(outcome.missing) : answer(context);
  }),
  handle(contract.runSetupChecks, async ({ context }) => {
    await checkNetwork(context); // refused while nothing is chosen: then there are no hosts to ask
    await runChecks(context);
    return answer(context);
  }),
  handle(contract.finishSetup, async ({ context }) => {
    const outcome = await finishSetup(context);
    return outcome.status === 'refused' ? refuseGate(outcome.missing) : answer(context);
  }),
  handle(contract.returnToDraft, async ({ context, body }) => {
    await returnToDraft(context, body.reason);
    return answer(context);
  }),
];

const reasonMissing = refuse('invalid', 'Say why the set-up goes on without tenant evidence.', {
  errors: [{ pointer: '/reason', code: 'required', detail: 'is required' }],
});

const noSandbox = refuse('conflict', 'This installation has no sandbox: there are no sample accounts to connect.', {
  hint: 'Connect your own accounts, or try the set-up in an installation with a sandbox.',
});

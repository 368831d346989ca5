import type { Config } from '../config.ts';
import { system } from '../features/context.ts';
import { ensureWorkspace } from '../features/installation/index.ts';
import { type SetUpOutcome, setUp } from '../features/setup/index.ts';
import { publicId } from '../model/ids.ts';
import { isWorkerAlive } from '../worker/heartbeat.ts';
import { CommandError } from './command-error.ts';
import { findSandbox } from './find-sandbox.ts';
import { exitCodes, type Io } from './output.ts';
import { readSetupFile } from './setup-file.ts';
import type { AddRequest, Parts, SandboxAt } from './system.ts';

/** The longest that first readings are waited for: a partner with 10,000 customers is read in minutes. */
const patienceMs = 30 * 60_000;

/** `setup --file`: from nothing to live, unattended. Whoever may run commands on the host may connect accounts, as with `connections add`. */
export async function setUpHere(parts: Parts, config: Config, io: Io, given: AddRequest): Promise<number> {
  const whole = readSetupFile(given.text); // before anything is started for it
  const sandbox = config.sandbox ? await sandboxThatRuns(config, parts.nowMs) : undefined;
  const running = await parts.openProcess({ config, log: parts.makeLog('silent'), sandbox });
  const stopping = new AbortController();
  void parts.stopAsked().then(() => {
    stopping.abort(new Error('The process stops'));
  });
  try {
    await ensureWorkspace(running.context, config.sandbox ? 'trial' : 'production');
    // Where no worker runs yet, this command does the reading itself.
    if (!(await isWorkerAlive(running.context.db))) await running.queue.work({ atOnce: 4 });
    const tell = (line: string): void => {
      if (!given.json) io.out(`${line}\n`);
    };
    const outcome = await setUp({ ...running.context, actor: system }, whole, { tell, patienceMs, signal: stopping.signal });
    return print(io, given.json, outcome);
  } finally {
    await running.close();
  }
}

function print({ out, err }: Io, json: boolean, outcome: SetUpOutcome): number {
  if (outcome.status === 'refused')
    throw new CommandError(
      exitCodes.conflict,
      `${outcome.connection} was not connected: ${outcome.because}.`,
      undefined,
      'concord connections list',
    );
  const jobs = outcome.status === 'live' ? outcome.jobIds.map((id) => publicId('job', id)) : [];
  if (json) out(`${JSON.stringify({ ...outcome, jobIds: jobs }, undefined, 2)}\n`);
  else if (outcome.status === 'live') out(outcome.joined ? 'Live already.\n' : `Live. The first full sync has begun: ${jobs.join(' ')}\n`);
  if (outcome.status === 'live') return exitCodes.ok;
  for (const { page, detail } of outcome.missing) err(`Missing (${page}): ${detail}\n`);
  err('Everything so far is kept. Put it right and run the same again.\n');
  return exitCodes.withErrors;
}

/** Its accounts are what the file connects. */
async function sandboxThatRuns(config: Config, nowMs: () => number): Promise<SandboxAt> {
  const sandbox = await findSandbox(config, nowMs);
  if (sandbox !== undefined) return sandbox;
  throw new CommandError(
    exitCodes.remote,
    'The sandbox of this data folder does not run.',
    undefined,
    'CONCORD_SANDBOX=empty npm start, then the same again; or CONCORD_SANDBOX=off for real accounts',
  );
}

import { request } from 'undici';
import { z } from 'zod';
import type { Config } from '../config.ts';
import { sandboxInCliFile } from './owner.ts';
import type { Parts, SandboxAt } from './system.ts';

const Clock = z.object({ now: z.iso.datetime({ offset: true }) });
const patienceMs = 5_000;

/** The sandbox of the running Concord of this data folder; undefined when none runs. */
export async function findSandbox({ dataDir }: Pick<Config, 'dataDir'>, nowMs: () => number): Promise<SandboxAt | undefined> {
  const url = sandboxInCliFile(dataDir);
  if (url === undefined) return undefined;
  try {
    const answer = await request(`${url}/_control/clock`, { signal: AbortSignal.timeout(patienceMs) });
    const ahead = Date.parse(Clock.parse(await answer.body.json()).now) - nowMs();
    return { url, offsetMs: () => ahead };
  } catch {
    return undefined;
  }
}

/**
 * For commands that open the database beside a running Concord: in the trial their calls go to its sandbox, never to the real services, and they
 * go by its clock, as the server does. By the clock of the machine a link that they make would have ended once days were skipped.
 */
export const besideSandbox = (parts: Parts): Parts => ({
  ...parts,
  openProcess: async (options) =>
    parts.openProcess({
      ...options,
      sandbox: options.sandbox ?? (options.config.sandbox ? await findSandbox(options.config, parts.nowMs) : undefined),
    }),
});

import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Context } from '../features/context.ts';
import { addApiKey, ensureFirstOwner, findCallerByKey, makeLink } from '../features/people/index.ts';
import { permissionsOf } from '../model/person.ts';

/** The address of a new one-time sign-in link for the first owner. */
export async function ownerLink(context: Context, baseUrl: string): Promise<string> {
  const owner = await ensureFirstOwner(context);
  return `${baseUrl}/sign-in?token=${await makeLink(context, owner)}`;
}

/** Writes `cli.json` (trial profile): where Concord is and a key for the command line on this machine. Only its owner can read it. */
export async function writeCliFile(context: Context, dataDir: string, baseUrl: string, sandboxUrl?: string): Promise<void> {
  const file = join(dataDir, 'cli.json');
  const known = readCliFile(file).apiKey;
  const apiKey = known !== undefined && (await findCallerByKey(context, known, undefined)) !== undefined ? known : await makeKey(context);
  const unfinished = `${file}.${process.pid}`;
  writeFileSync(unfinished, `${JSON.stringify({ baseUrl, apiKey, sandboxUrl })}\n`, { mode: 0o600 });
  renameSync(unfinished, file);
}

/** Where the running Concord of this data folder listens, if it wrote that down. */
export const addressInCliFile = (dataDir: string): string | undefined => readCliFile(join(dataDir, 'cli.json')).baseUrl;

/** Where the sandbox of a running Concord listens. */
export const sandboxInCliFile = (dataDir: string): string | undefined => readCliFile(join(dataDir, 'cli.json')).sandboxUrl;

function readCliFile(file: string): z.output<typeof CliFile> {
  if (!existsSync(file)) return {};
  try {
    return CliFile.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return {}; // unreadable: a new one is made
  }
}

const CliFile = z.object({ baseUrl: z.string().optional(), apiKey: z.string().optional(), sandboxUrl: z.string().optional() });

async function makeKey(context: Context): Promise<string> {
  const personId = await ensureFirstOwner(context);
  const scopes = permissionsOf.owner;
  const outcome = await addApiKey(
    { ...context, actor: { ...context.actor, permissions: scopes } },
    { personId, name: 'command line of this machine', scopes, days: 365 },
  );
  if (outcome.status === 'refused') throw new Error('The key of the command line was refused');
  return outcome.key;
}

import { join } from 'node:path';
import { z } from 'zod';
import type { SampleAccount } from '../features/context.ts';
import { Cloud } from '../model/cloud.ts';
import { PartnerType } from '../model/connection.ts';
import { CommandError } from './command-error.ts';
import { exitCodes } from './output.ts';

export type RunningSandbox = {
  readonly url: string;
  /** How far the world's time is from the machine's, in milliseconds. */
  readonly offsetMs: () => number;
  readonly accounts: () => Promise<readonly SampleAccount[]>;
  readonly mailPort: number;
  readonly close: () => Promise<void>;
};

/** The sample estate: 60 customers, some 420 subscriptions. */
const sample = { seed: 1, scale: 60 } as const;

/** Which world is wanted; what is left out is as in the sample estate, and begins now. */
export const WorldAsked = z.object({
  seed: z.coerce.number().int().min(0).max(4_294_967_295).optional(),
  /** Customers. */
  scale: z.coerce.number().int().min(10).max(150_000).optional(),
  startsAt: z.iso.datetime({ offset: true, error: 'an instant such as 2026-01-01T00:00:00Z' }).optional(),
  /** A scenario file, or the name of one that comes with the sandbox. */
  scenario: z.string().min(1).optional(),
});
export type WorldAsked = z.infer<typeof WorldAsked>;

/**
 * Starts the sandbox of a data folder in this process; its world goes on where it was.
 * @throws CommandError when another world is asked for than the one that the folder holds.
 */
export async function runSandbox(options: {
  readonly port: number;
  readonly host: string;
  readonly dataDir: string;
  readonly world?: WorldAsked | undefined;
  readonly nowMs: () => number;
  readonly log: (line: string) => void;
}): Promise<RunningSandbox> {
  // Read from disk only where it runs: a server on real accounts has no use for it.
  const { startSandbox } = await import('../../sandbox/main.ts');
  const sandbox = await startSandbox({
    port: options.port,
    host: options.host,
    dataDir: join(options.dataDir, 'sandbox'),
    seed: options.world?.seed ?? sample.seed,
    scale: options.world?.scale ?? sample.scale,
    startsAt: options.world?.startsAt,
    scenario: options.world?.scenario,
    log: options.log,
  });
  if (!sandbox.isNew && differs(options.world ?? {}, sandbox.world.options)) {
    await sandbox.close();
    const { seed, scale, startsAt } = sandbox.world.options;
    throw new CommandError(
      exitCodes.conflict,
      `The folder ${options.dataDir} holds the world of seed ${seed} with ${scale} customers, begun at ${startsAt}.`,
      'world_exists',
      'the same without the world, another --data-dir, or POST /_control/reset of the running sandbox',
    );
  }
  return {
    url: sandbox.url,
    offsetMs: () => Date.parse(sandbox.world.now()) - options.nowMs(),
    accounts: () => readAccounts(sandbox.url),
    mailPort: sandbox.mailPort,
    close: () => sandbox.close(),
  };
}

/** Whether something is asked for that the world at hand is not; a scenario belongs to the beginning. */
const differs = (
  asked: WorldAsked,
  { seed, scale, startsAt }: { readonly seed: number; readonly scale: number; readonly startsAt: string },
): boolean =>
  (asked.seed ?? seed) !== seed ||
  (asked.scale ?? scale) !== scale ||
  (asked.startsAt !== undefined && Date.parse(asked.startsAt) !== Date.parse(startsAt)) ||
  asked.scenario !== undefined;

const Pax8 = z.object({ kind: z.literal('pax8'), name: z.string(), baseUrl: z.string(), clientId: z.string(), clientSecret: z.string() });
const ConnectWise = z.object({
  kind: z.literal('connectwise'),
  name: z.string(),
  baseUrl: z.string(),
  companyId: z.string(),
  publicKey: z.string(),
  privateKey: z.string(),
  clientId: z.string(),
});
const Other = z.looseObject({ kind: z.string() });

const Credentials = z.object({
  partnerAccounts: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      tenantId: z.string(),
      cloud: z.string(),
      partnerType: z.string(),
      clientId: z.string(),
      clientSecret: z.string(),
      refreshToken: z.string(),
      userPrincipalName: z.string(),
    }),
  ),
  distributors: z.array(z.union([Pax8, Other])),
  psas: z.array(z.union([ConnectWise, Other])),
});

/** The sandbox has accounts in other roles and clouds too; the trial begins with these two, Pax8 and ConnectWise. */
const inTrial = new Set(['pc-1', 'pc-2']);

const isPax8 = (each: { readonly kind: string }): each is z.output<typeof Pax8> => Pax8.safeParse(each).success;
const isConnectWise = (each: { readonly kind: string }): each is z.output<typeof ConnectWise> => ConnectWise.safeParse(each).success;

async function readAccounts(url: string): Promise<readonly SampleAccount[]> {
  const { request } = await import('undici');
  const answer = await request(`${url}/_control/credentials`);
  const { partnerAccounts, distributors, psas } = Credentials.parse(await answer.body.json());
  const real = (address: string): string => address.replace(`${url}/`, 'https://');
  return [
    ...partnerAccounts
      .filter(({ id }) => inTrial.has(id))
      .map(
        (each): SampleAccount => ({
          name: each.name,
          settings: {
            kind: 'partnerCenter',
            cloud: Cloud.parse(each.cloud),
            partnerType: PartnerType.parse(each.partnerType),
            tenantId: each.tenantId,
            clientId: each.clientId,
            userPrincipalName: each.userPrincipalName,
          },
          secrets: { clientSecret: each.clientSecret, refreshToken: each.refreshToken },
        }),
      ),
    ...distributors
      .filter((each) => isPax8(each))
      .map(
        (each): SampleAccount => ({
          name: each.name,
          settings: { kind: 'pax8', baseUrl: real(each.baseUrl), clientId: each.clientId },
          secrets: { clientSecret: each.clientSecret },
        }),
      ),
    ...psas
      .filter((each) => isConnectWise(each))
      .map(
        (each): SampleAccount => ({
          name: each.name,
          settings: {
            kind: 'connectWise',
            baseUrl: real(each.baseUrl),
            companyId: each.companyId,
            publicKey: each.publicKey,
            clientId: each.clientId,
          },
          secrets: { privateKey: each.privateKey },
        }),
      ),
  ];
}

import { join } from 'node:path';
import { z } from 'zod';
import type { SandboxAccount } from '../features/installation/index.ts';
import { Cloud } from '../model/cloud.ts';
import { PartnerType } from '../model/connection.ts';

export type RunningSandbox = {
  readonly url: string;
  /** How far the world's time is from the machine's, in milliseconds. */
  readonly offsetMs: () => number;
  readonly accounts: () => Promise<readonly SandboxAccount[]>;
  readonly close: () => Promise<void>;
};

/** The sample estate: 60 customers, some 420 subscriptions. */
const sample = { seed: 1, scale: 60 } as const;

/** Starts the sandbox of a data folder in this process; its world goes on where it was. */
export async function runSandbox(options: {
  readonly port: number;
  readonly host: string;
  readonly dataDir: string;
  readonly nowMs: () => number;
  readonly log: (line: string) => void;
}): Promise<RunningSandbox> {
  // Read from disk only where it runs: a server on real accounts has no use for it.
  const { startSandbox } = await import('../../sandbox/main.ts');
  const sandbox = await startSandbox({
    port: options.port,
    host: options.host,
    dataDir: join(options.dataDir, 'sandbox'),
    ...sample,
    log: options.log,
  });
  return {
    url: sandbox.url,
    offsetMs: () => Date.parse(sandbox.world.now()) - options.nowMs(),
    accounts: () => readAccounts(sandbox.url),
    close: () => sandbox.close(),
  };
}

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

async function readAccounts(url: string): Promise<readonly SandboxAccount[]> {
  const { request } = await import('undici');
  const answer = await request(`${url}/_control/credentials`);
  const { partnerAccounts, distributors, psas } = Credentials.parse(await answer.body.json());
  const real = (address: string): string => address.replace(`${url}/`, 'https://');
  return [
    ...partnerAccounts
      .filter(({ id }) => inTrial.has(id))
      .map(
        (each): SandboxAccount => ({
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
        (each): SandboxAccount => ({
          name: each.name,
          settings: { kind: 'pax8', baseUrl: real(each.baseUrl), clientId: each.clientId },
          secrets: { clientSecret: each.clientSecret },
        }),
      ),
    ...psas
      .filter((each) => isConnectWise(each))
      .map(
        (each): SandboxAccount => ({
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

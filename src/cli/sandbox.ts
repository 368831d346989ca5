import { join } from 'node:path';
import { z } from 'zod';
import { startSandbox } from '../../sandbox/main.ts';
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

const Credentials = z.object({
  partnerAccounts: z.array(
    z.object({
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
  distributors: z.array(
    z.object({ kind: z.string(), name: z.string(), baseUrl: z.string(), clientId: z.string(), clientSecret: z.string() }),
  ),
  psas: z.array(
    z.object({
      kind: z.string(),
      name: z.string(),
      baseUrl: z.string(),
      companyId: z.string(),
      publicKey: z.string(),
      privateKey: z.string(),
      clientId: z.string(),
    }),
  ),
});

async function readAccounts(url: string): Promise<readonly SandboxAccount[]> {
  const { request } = await import('undici');
  const answer = await request(`${url}/_control/credentials`);
  const { partnerAccounts, distributors, psas } = Credentials.parse(await answer.body.json());
  const real = (address: string): string => address.replace(`${url}/`, 'https://');
  return [
    ...partnerAccounts.map(
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
      .filter((each) => each.kind === 'pax8')
      .map(
        (each): SandboxAccount => ({
          name: each.name,
          settings: { kind: 'pax8', baseUrl: real(each.baseUrl), clientId: each.clientId },
          secrets: { clientSecret: each.clientSecret },
        }),
      ),
    ...psas
      .filter((each) => each.kind === 'connectwise')
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

import { Seeded } from '../../../src/lib/seeded.ts';
import { secretText } from '../estate/accounts.ts';
import { dayMs } from '../estate/times.ts';
import type { World, WorldOptions } from '../world.ts';

/** The partner's account at StreamOne Ion: made from the seed, so that no row stands for it. */
export type IonAccount = {
  readonly id: 'ion-1';
  readonly name: string;
  /** The number in every path. */
  readonly accountId: string;
  readonly userId: string;
  readonly userName: string;
  readonly userEmail: string;
  /** Of version 1, which only lists invoices. */
  readonly apiKey: string;
  readonly apiSecret: string;
  readonly currency: string;
};

export type IngramAccount = {
  readonly id: 'ingram-1';
  readonly name: string;
  readonly marketplace: string;
  readonly resellerId: string;
  readonly userName: string;
  readonly password: string;
  readonly subscriptionKey: string;
  /** Of the newer sign-in. */
  readonly realm: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Of Xvantage, which has the invoices. */
  readonly xvantageClientId: string;
  readonly xvantageClientSecret: string;
  readonly customerNumber: string;
  readonly currency: string;
};

export function ionAccount({ seed }: Pick<WorldOptions, 'seed'>): IonAccount {
  const random = new Seeded(`${String(seed)}:account:ion-1`);
  return {
    id: 'ion-1',
    name: 'StreamOne Ion (Northwind Cloud)',
    accountId: String(random.int(10_001, 89_999)),
    userId: String(random.int(1000, 9999)),
    userName: 'Northwind API',
    userEmail: 'api@northwindcloud.com',
    apiKey: secretText(random, 24),
    apiSecret: secretText(random, 40),
    currency: 'USD',
  };
}

export function ingramAccount({ seed }: Pick<WorldOptions, 'seed'>): IngramAccount {
  const random = new Seeded(`${String(seed)}:account:ingram-1`);
  return {
    id: 'ingram-1',
    name: 'Ingram Micro (Northwind Cloud)',
    marketplace: 'us',
    resellerId: String(random.int(1_000_001, 1_009_999)),
    userName: 'api@northwindcloud.com',
    password: `sbx${secretText(random, 20)}`,
    subscriptionKey: secretText(random, 32).toLowerCase(),
    realm: 'sps',
    clientId: `northwind-${secretText(random, 6).toLowerCase()}`,
    clientSecret: secretText(random, 32),
    xvantageClientId: secretText(random, 32),
    xvantageClientSecret: secretText(random, 16),
    customerNumber: `20-${String(random.int(200_000, 299_999))}`,
    currency: 'USD',
  };
}

/** Every so many days the portal's page offers another token; each lives for two such spans: the 32 days of the reference. */
const spanMs = 16 * dayMs;

export const portalTokenLifeMs = 2 * spanMs;

/** A refresh token that an admin made in Ion's portal: by span of time and how many of that span were spent before it. */
export function ionPortalToken({ seed }: Pick<WorldOptions, 'seed'>, span: number, index: number): string {
  return secretText(new Seeded(`${String(seed)}:ion-refresh:${String(span)}:${String(index)}`), 64);
}

/** The span that runs now, and when its tokens were made. */
export function portalSpan(world: World): { readonly span: number; readonly madeMs: number } {
  const startMs = Date.parse(world.options.startsAt);
  const span = Math.max(0, Math.floor((world.clock.nowMs() - startMs) / spanMs));
  return { span, madeMs: startMs + span * spanMs };
}

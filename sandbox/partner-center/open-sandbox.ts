import { graph } from '../graph/routes.ts';
import { serve } from '../server.ts';
import { Stage } from '../stage.ts';
import { rememberToken } from '../tokens.ts';
import { certificates } from '../webhooks/routes.ts';
import type { PartnerAccount, Subscription, Token } from '../world/types.ts';
import { put, type World } from '../world/world.ts';
import { partnerCenter } from './routes.ts';

// For the tests of Microsoft's remotes: they answer over real HTTP, on a world whose clock stands still until it is stepped.

export type Answer = { readonly status: number; readonly headers: Headers; readonly body: unknown };
export type Ask = {
  readonly method?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly token?: string;
};

export type Opened = {
  readonly url: string;
  readonly world: World;
  readonly account: PartnerAccount;
  /** The bearer text of the usual token for Partner Center. */
  readonly usual: string;
  /** A bearer text; by default of the integration user, with second factor, for Partner Center. */
  token(over?: Partial<Token>): string;
  /** Partner Center, with the usual token. */
  ask(path: string, ask?: Ask): Promise<Answer>;
  /** Graph below `/v1.0/tenantRelationships`, with the usual token. */
  askGraph(path: string, ask?: Ask): Promise<Answer>;
  /** A subscription of the account as a test wants it. */
  lay(over: Partial<Subscription>): Subscription;
  close(): Promise<void>;
};

export async function openSandbox(accountIndex = 0): Promise<Opened> {
  const stage = new Stage({ seed: 7, scale: 12, startsAt: '2026-11-21T10:00:00Z', real: () => 0 }, [partnerCenter, graph, certificates]);
  const server = await serve(stage, { port: 0, host: '127.0.0.1' }, () => undefined);
  const { world } = stage;
  world.clock.stop();
  const account = world.tables.partnerAccounts.all()[accountIndex];
  if (account === undefined) throw new Error('The estate has no such account');
  const token = (over: Partial<Token> = {}): string => makeToken(world, account, over);
  const usual = token();
  const usualGraph = token({ audience: 'https://graph.microsoft.com' });
  return {
    url: server.url,
    world,
    account,
    usual,
    token,
    ask: (path, ask = {}) => send(`${server.url}/api.partnercenter.microsoft.com${path}`, usual, ask),
    askGraph: (path, ask = {}) => send(`${server.url}/graph.microsoft.com/v1.0/tenantRelationships${path}`, usualGraph, ask),
    lay: (over) => laySubscription(world, account, over),
    close: async () => {
      await server.close();
      await stage.close();
    },
  };
}

let made = 0;

function makeToken(world: World, account: PartnerAccount, over: Partial<Token>): string {
  made += 1;
  const bearer = `bearer-${made}`;
  const user = account.users[0];
  const now = world.clock.now();
  const row: Omit<Token, 'id'> = {
    kind: 'access',
    remote: 'entra',
    accountId: account.id,
    tenantId: account.tenantId,
    clientId: account.app.clientId,
    ...(user === undefined ? {} : { userObjectId: user.objectId }),
    audience: 'https://api.partnercenter.microsoft.com',
    scopes: ['user_impersonation'],
    mfa: true,
    issuedAt: now.toString(),
    expiresAt: now.add({ hours: 24 * 400 }).toString(),
    ...over,
  };
  const { userObjectId, ...application } = row;
  const kept = userObjectId === '' || userObjectId === undefined ? application : { ...application, userObjectId };
  rememberToken(world, bearer, kept, { kind: 'system', name: 'test' }, 'test');
  return bearer;
}

/** An application token: the same without a user. */
export const appOnly = { userObjectId: '', mfa: false } as const;

async function send(url: string, usual: string, { method = 'GET', body, headers, token }: Ask): Promise<Answer> {
  const answer = await fetch(url, {
    method,
    headers: { authorization: `Bearer ${token ?? usual}`, ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: text === '' ? undefined : JSON.parse(text) };
}

function laySubscription(world: World, account: PartnerAccount, over: Partial<Subscription>): Subscription {
  const model = world.tables.subscriptions
    .by('accountId', account.id)
    .find((row) => row.term === 'P1Y' && row.billingCycle === 'monthly' && row.status === 'active' && !row.isTrial);
  if (model === undefined) throw new Error('The estate has no yearly subscription');
  const { nextTerm: _next, nextBillingCycle: _cycle, promotionId: _promotion, ...plain } = model;
  const row: Subscription = {
    ...plain,
    id: world.newId(),
    orderId: world.newId().replaceAll('-', '').slice(0, 12),
    quantity: 25,
    autoRenew: true,
    createdAt: '2026-11-20T09:30:00Z',
    effectiveStartAt: '2026-11-20T09:30:00Z',
    commitmentEndAt: '2027-11-19T23:59:59Z',
    cancellationAllowedUntil: '2026-11-27T09:30:00Z',
    billingCycleEndAt: '2026-12-19T23:59:59Z',
    seatBatches: [{ quantity: 25, addedAt: '2026-11-20T09:30:00Z', refundableUntil: '2026-11-27T09:30:00Z' }],
    ...over,
  };
  world.apply({ kind: 'test.laid', actor: { kind: 'system', name: 'test' }, cause: 'test', changes: [put('subscriptions', row)] });
  return row;
}

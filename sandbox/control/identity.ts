import { z } from 'zod';
import { isKnownCode } from '../entra/errors.ts';
import { turned } from '../world/switches.ts';
import type { PartnerAccount } from '../world/types.ts';
import { put, type World } from '../world/world.ts';
import { byControl, ok, refuse, withBody } from './call.ts';
import { findAccount } from './find.ts';
import { inputOf, turn } from './switches.ts';

const accountInput = {
  /** AADSTS numbers by tenant id or `*`; replaces the whole list. */
  errors: z.record(z.string(), z.number().int().refine(isKnownCode, 'an AADSTS number that the sandbox knows')).optional(),
  /** Account (id, name or tenant id) for the members below; all accounts when absent. */
  account: z.string().optional(),
  revokeRefreshTokens: z.literal(true).optional(),
  consented: z.boolean().optional(),
  /** Instant at which the client secret ends. */
  secretExpiresAt: z.iso.datetime().optional(),
};

type AccountInput = { readonly [Name in keyof typeof accountInput]?: z.output<(typeof accountInput)[Name]> };

/** POST /_control/identity: switches of the token endpoint, and what happens to an account's app and refresh tokens. */
export const setIdentity = withBody(
  z.strictObject({ ...inputOf('identity').shape, ...accountInput }),
  ({ account, revokeRefreshTokens, consented, secretExpiresAt, ...switches }, { stage }) => {
    const { world } = stage;
    const named = account === undefined ? undefined : findAccount(world, account);
    if (account !== undefined && named === undefined) return refuse(404, 'unknown_account', `There is no partner account ${account}.`);
    turn(world, 'identity', turned('identity', world.switch('identity'), switches));
    for (const one of named === undefined ? world.tables.partnerAccounts.all() : [named])
      changeAccount(world, one, { revokeRefreshTokens, consented, secretExpiresAt });
    return ok(world.switch('identity'));
  },
);

function changeAccount(world: World, account: PartnerAccount, input: AccountInput): void {
  const consented = input.consented ?? account.app.consented;
  const secretExpiresAt = input.secretExpiresAt ?? account.app.secretExpiresAt;
  if (consented !== account.app.consented || secretExpiresAt !== account.app.secretExpiresAt) {
    const app = { ...account.app, consented, secretExpiresAt };
    world.apply({
      kind: 'app.changed',
      actor: byControl,
      cause: 'control',
      about: { accountId: account.id },
      changes: [put('partnerAccounts', { ...account, app })],
    });
  }
  if (input.revokeRefreshTokens !== true) return;
  const tokens = world.tables.tokens
    .by('accountId', account.id)
    .filter((token) => token.remote === 'entra' && token.revokedAt === undefined);
  const changes = tokens.map((token) => put('tokens', { ...token, revokedAt: world.now() }));
  world.apply({ kind: 'token.revoked', actor: byControl, cause: 'control', about: { accountId: account.id }, changes });
}

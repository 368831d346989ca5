import { z } from 'zod';
import { isKnownCode } from '../entra/errors.ts';
import type { PartnerAccount, Switches } from '../world/types.ts';
import { put, type World } from '../world/world.ts';
import { byControl, type ControlHandler, ok, refuse, withBody } from './call.ts';
import { findAccount } from './find.ts';

/** Turns switches: what is left out stays. Listeners hear `switches.changed` with the name, and `release` when held things are to go. */
export function turn<Name extends keyof Switches>(
  world: World,
  name: Name,
  value: Switches[Name],
  more: Readonly<Record<string, string>> = {},
): void {
  world.apply({
    kind: 'switches.changed',
    actor: byControl,
    cause: 'control',
    about: { name, ...more },
    changes: [put('switches', { id: name, value })],
  });
}

export const showSwitch =
  (name: keyof Switches): ControlHandler =>
  ({ stage }) =>
    ok(stage.world.switch(name));

const webhookInput = z.strictObject({
  mode: z.enum(['deliver', 'hold', 'drop']).optional(),
  copies: z.number().int().min(1).max(100).optional(),
  delayMs: z.number().int().min(0).max(3_600_000).optional(),
  shuffle: z.boolean().optional(),
  forge: z.enum(['badSignature', 'otherIssuer', 'foreignHost', 'missingHeader', 'changedBody']).nullable().optional(),
  /** Sends what is held; also sets the mode to deliver. */
  release: z.literal(true).optional(),
});

export const setWebhooks = withBody(webhookInput, ({ release, forge, ...input }, { stage }) => {
  const { forge: forging, ...before } = stage.world.switch('webhooks');
  const kept = forge === undefined ? forging : (forge ?? undefined);
  const mode = release === true ? 'deliver' : (input.mode ?? before.mode);
  turn(
    stage.world,
    'webhooks',
    {
      mode,
      copies: input.copies ?? before.copies,
      delayMs: input.delayMs ?? before.delayMs,
      shuffle: input.shuffle ?? before.shuffle,
      ...(kept === undefined ? {} : { forge: kept }),
    },
    release === true ? { release: 'true' } : {},
  );
  return ok(stage.world.switch('webhooks'));
});

const idempotencyInput = z.strictObject({
  honourRequestId: z.enum(['yes', 'no', 'minutes']).optional(),
  minutes: z.number().min(0).optional(),
  checkout: z.enum(['idempotent', 'repeats', 'answers800065']).optional(),
  listLagMinutes: z.number().min(0).optional(),
  auditLagMinutes: z.number().min(0).optional(),
});

export const setIdempotency = withBody(idempotencyInput, (input, { stage }) => {
  const before = stage.world.switch('idempotency');
  turn(stage.world, 'idempotency', {
    honourRequestId: input.honourRequestId ?? before.honourRequestId,
    minutes: input.minutes ?? before.minutes,
    checkout: input.checkout ?? before.checkout,
    listLagMinutes: input.listLagMinutes ?? before.listLagMinutes,
    auditLagMinutes: input.auditLagMinutes ?? before.auditLagMinutes,
  });
  return ok(stage.world.switch('idempotency'));
});

/** POST /_control/throttling {enabled?, factor?}: factor 0.1 = a tenth of the documented numbers. */
export const setThrottling = withBody(
  z.strictObject({ enabled: z.boolean().optional(), factor: z.number().min(0.0001).max(1000).optional() }),
  (input, { stage }) => {
    const before = stage.world.switch('throttling');
    turn(stage.world, 'throttling', { enabled: input.enabled ?? before.enabled, factor: input.factor ?? before.factor });
    return ok(stage.world.switch('throttling'));
  },
);

/** POST /_control/accepted {seconds}: PATCH of a subscription answers 202 and takes hold so much later; 0 = at once with 200. */
export const setAccepted = withBody(z.strictObject({ seconds: z.number().min(0).max(86_400) }), (input, { stage }) => {
  turn(stage.world, 'acceptedSeconds', input.seconds);
  return ok({ seconds: stage.world.switch('acceptedSeconds') });
});

const identityInput = z.strictObject({
  rotateRefreshTokens: z.boolean().optional(),
  reuseKillsFamily: z.boolean().optional(),
  mfaClaim: z.boolean().optional(),
  mfaEnforcedShare: z.number().min(0).max(1).optional(),
  skewSeconds: z.number().int().optional(),
  /** AADSTS numbers by tenant id or `*`; replaces the whole list. */
  errors: z.record(z.string(), z.number().int().refine(isKnownCode, 'an AADSTS number that the sandbox knows')).optional(),
  /** Account (id, name or tenant id) for the members below; all accounts when absent. */
  account: z.string().optional(),
  revokeRefreshTokens: z.literal(true).optional(),
  consented: z.boolean().optional(),
  /** Instant at which the client secret ends. */
  secretExpiresAt: z.iso.datetime().optional(),
});

/** POST /_control/identity: switches of the token endpoint, and what happens to an account's app and refresh tokens. */
export const setIdentity = withBody(identityInput, (input, { stage }) => {
  const { world } = stage;
  const named = input.account === undefined ? undefined : findAccount(world, input.account);
  if (input.account !== undefined && named === undefined)
    return refuse(404, 'unknown_account', `There is no partner account ${input.account}.`);
  const before = world.switch('identity');
  turn(world, 'identity', {
    rotateRefreshTokens: input.rotateRefreshTokens ?? before.rotateRefreshTokens,
    reuseKillsFamily: input.reuseKillsFamily ?? before.reuseKillsFamily,
    mfaClaim: input.mfaClaim ?? before.mfaClaim,
    mfaEnforcedShare: input.mfaEnforcedShare ?? before.mfaEnforcedShare,
    skewSeconds: input.skewSeconds ?? before.skewSeconds,
    errors: input.errors ?? before.errors,
  });
  for (const account of named === undefined ? world.tables.partnerAccounts.all() : [named]) changeAccount(world, account, input);
  return ok(world.switch('identity'));
});

function changeAccount(world: World, account: PartnerAccount, input: z.output<typeof identityInput>): void {
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

import { z } from 'zod';

/** The token endpoint. */
export const identitySwitches = {
  identity: z.strictObject({
    rotateRefreshTokens: z.boolean().default(true).describe('each redemption gives a new refresh token'),
    reuseKillsFamily: z.boolean().default(false).describe('a refresh token used twice ends all that came from the same sign-in'),
    mfaClaim: z.boolean().default(true).describe('tokens of users carry mfa in amr'),
    mfaEnforcedShare: z
      .number()
      .min(0)
      .max(1)
      .default(1)
      .describe('share of app+user calls without MFA claim that are refused with 900421: 0 off, 1 all'),
    skewSeconds: z.number().int().default(0).describe("added to the token's times"),
    errors: z.record(z.string(), z.number().int()).default({}).describe('AADSTS number that the token endpoint answers, by tenant id or *'),
  }),
} as const;

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
    singleSignOn: z.boolean().default(true).describe('a browser in which somebody signed in is not asked again for a day'),
    signInErrors: z
      .record(z.string(), z.number().int())
      .default({})
      .describe('AADSTS number that the sign-in page shows, or sends the browser back with, by tenant id or *'),
    consentInTenants: z
      .enum(['fromTheBeginning', 'always', 'explicit'])
      .default('fromTheBeginning')
      .describe(
        "whether a partner's app may act in a customer's tenant: those there when the world began consented; every tenant did; only those that did by API or page",
      ),
    errors: z.record(z.string(), z.number().int()).default({}).describe('AADSTS number that the token endpoint answers, by tenant id or *'),
  }),
} as const;

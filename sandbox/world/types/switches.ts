export type Switches = {
  readonly webhooks: {
    /** hold: keep until released; drop: lose; deliver: send. */
    readonly mode: 'deliver' | 'hold' | 'drop';
    /** Sends each notification so many times. */
    readonly copies: number;
    readonly delayMs: number;
    readonly shuffle: boolean;
    /** undefined, or what is wrong with the next notifications: `badSignature`, `otherIssuer`, `foreignHost`, `missingHeader`, `changedBody`. */
    readonly forge?: string;
  };
  readonly identity: {
    readonly rotateRefreshTokens: boolean;
    readonly reuseKillsFamily: boolean;
    /** False: tokens of users carry no `mfa` in `amr`. */
    readonly mfaClaim: boolean;
    /** Share of app+user calls (0 to 1) refused with 900421 when the token has no MFA claim. */
    readonly mfaEnforcedShare: number;
    /** Seconds added to the token's times. */
    readonly skewSeconds: number;
    /** AADSTS number that the token endpoint answers with, by tenant id or `*`. */
    readonly errors: Readonly<Record<string, number>>;
  };
  readonly idempotency: {
    readonly honourRequestId: 'yes' | 'no' | 'minutes';
    readonly minutes: number;
    readonly checkout: 'idempotent' | 'repeats' | 'answers800065';
    readonly listLagMinutes: number;
    readonly auditLagMinutes: number;
  };
  readonly throttling: { readonly enabled: boolean; readonly factor: number };
  /** PATCH of a subscription answers 202 and takes hold after so many seconds; 0 = 200 at once. */
  readonly acceptedSeconds: number;
};

import type { Switches } from './types.ts';

/** What the control API's switches say until somebody turns one. */
export const defaultSwitches: Switches = {
  webhooks: { mode: 'deliver', copies: 1, delayMs: 0, shuffle: false },
  identity: { rotateRefreshTokens: true, reuseKillsFamily: false, mfaClaim: true, mfaEnforcedShare: 1, skewSeconds: 0, errors: {} },
  idempotency: { honourRequestId: 'yes', minutes: 0, checkout: 'idempotent', listLagMinutes: 0, auditLagMinutes: 0 },
  throttling: { enabled: true, factor: 1 },
  acceptedSeconds: 0,
};

/** Which calls a rule touches; every given part must fit. */
export type FaultMatch = {
  /** Name of the remote (`partner-center`, `graph`, `entra`, `pax8`, `connectwise`) or its host. */
  readonly remote?: string | undefined;
  readonly method?: string | undefined;
  /** Path below the host: `/v1/customers/{id}/subscriptions`; a last segment `*` takes the rest. */
  readonly pathTemplate?: string | undefined;
  /** Row id, name or tenant id of the account whose token the call carries. */
  readonly partnerAccount?: string | undefined;
  /** Tenant id or name; fits when the path or query names that customer. */
  readonly customer?: string | undefined;
  /** Only the n-th call that fits the rest, counted from 1. */
  readonly nth?: number | undefined;
  /** Only calls after so many fitting ones. */
  readonly afterCount?: number | undefined;
  /** Share of the fitting calls, drawn from the world's seed. */
  readonly probability?: number | undefined;
  /** Only between these instants of the world's clock. */
  readonly window?: { readonly from?: string | undefined; readonly to?: string | undefined } | undefined;
};

export const mutationKinds = [
  'unknownEnum',
  'dropField',
  'addField',
  'nullField',
  'numberAsText',
  'duplicateItem',
  'dropItem',
  'shuffle',
  'hugeText',
  'hostileText',
  'bom',
  'truncate',
  'gzipBomb',
  'schemaViolation',
] as const;
export type MutationKind = (typeof mutationKinds)[number];

/** A change of an answer's body. `field` names the member to touch, anywhere in the body; without it the first fitting one. */
export type BodyMutation = { readonly kind: MutationKind; readonly field?: string | undefined };

/** What a rule does. Milliseconds and bytes. */
export type FaultEffect = {
  /** Answers so without asking the remote (unless `bodyMutation` or `resetAfterProcessing` is given too). */
  readonly status?: number | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: unknown;
  readonly bodyMutation?: BodyMutation | undefined;
  readonly delayBefore?: number | undefined;
  readonly delayAfter?: number | undefined;
  readonly dripBytesPerSecond?: number | undefined;
  readonly cutAfterBytes?: number | undefined;
  /** Resets the connection; the remote never hears of the call. */
  readonly resetBefore?: boolean | undefined;
  /** Resets the connection after the remote carried the call out. */
  readonly resetAfterProcessing?: boolean | undefined;
  /** Holds the connection open and says nothing; `afterProcessing`: having carried the call out. */
  readonly neverAnswer?: boolean | 'afterProcessing' | undefined;
  /** Carries the call out so many milliseconds later; the answer (status, default 504) goes out at once. */
  readonly processLater?: number | undefined;
};

export type FaultRule = {
  readonly id: string;
  readonly match: FaultMatch;
  readonly do: FaultEffect;
  /** How often it acts; absent = for ever. */
  readonly times?: number | undefined;
};

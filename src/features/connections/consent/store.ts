import { ConsentLinkState, ConsentPurpose, type ConsentRefusal } from '../../../model/consent.ts';
import type { Tx } from '../../../platform/db/connect.ts';

export type LinkRow = {
  readonly linkId: string;
  readonly connectionId: string;
  readonly purpose: ConsentPurpose;
  readonly state: ConsentLinkState;
  readonly expectedUser: string | undefined;
  readonly madeBy: string;
  readonly createdAt: Temporal.Instant;
  readonly endsAt: Temporal.Instant;
  readonly browserHash: string | undefined;
  readonly refusal: ConsentRefusal | undefined;
};

const columns = [
  'link_id',
  'connection_id',
  'purpose',
  'state',
  'expected_user',
  'made_by',
  'created_at',
  'ends_at',
  'browser_hash',
  'refusal',
] as const;

type Stored = {
  link_id: string;
  connection_id: string;
  purpose: string;
  state: string;
  expected_user: string | null;
  made_by: string;
  created_at: Temporal.Instant;
  ends_at: Temporal.Instant;
  browser_hash: string | null;
  refusal: unknown;
};

const toLink = (row: Stored): LinkRow => ({
  linkId: row.link_id,
  connectionId: row.connection_id,
  purpose: ConsentPurpose.parse(row.purpose),
  state: ConsentLinkState.parse(row.state),
  expectedUser: row.expected_user ?? undefined,
  madeBy: row.made_by,
  createdAt: row.created_at,
  endsAt: row.ends_at,
  browserHash: row.browser_hash ?? undefined,
  refusal: (row.refusal ?? undefined) as ConsentRefusal | undefined, // written by us from the same type
});

export type NewLink = {
  readonly linkId: string;
  readonly connectionId: string;
  readonly purpose: ConsentPurpose;
  readonly tokenHash: string;
  readonly expectedUser: string | undefined;
  readonly madeBy: string;
  readonly endsAt: Temporal.Instant;
};

export const insertLink = (tx: Tx, link: NewLink, now: Temporal.Instant) =>
  tx
    .insertInto('consent_link')
    .values({
      link_id: link.linkId,
      connection_id: link.connectionId,
      purpose: link.purpose,
      token_hash: link.tokenHash,
      state: 'waiting',
      expected_user: link.expectedUser ?? null,
      made_by: link.madeBy,
      ends_at: link.endsAt,
      created_at: now,
      changed_at: now,
    })
    .execute();

/** Links of a connection that could still be used end: a newer one takes their place. */
export const withdrawOpenLinks = (tx: Tx, connectionId: string, now: Temporal.Instant) =>
  tx
    .updateTable('consent_link')
    .set({ state: 'withdrawn', changed_at: now })
    .where('connection_id', '=', connectionId)
    .where('state', 'in', ['waiting', 'opened', 'refused'])
    .execute();

/** By the hash of its token, kept until commit: two who use it at once come one after the other. */
export async function lockLinkByToken(tx: Tx, tokenHash: string): Promise<LinkRow | undefined> {
  const row = await tx.selectFrom('consent_link').select(columns).where('token_hash', '=', tokenHash).forUpdate().executeTakeFirst();
  return row === undefined ? undefined : toLink(row);
}

export async function lockLink(tx: Tx, linkId: string): Promise<LinkRow | undefined> {
  const row = await tx.selectFrom('consent_link').select(columns).where('link_id', '=', linkId).forUpdate().executeTakeFirst();
  return row === undefined ? undefined : toLink(row);
}

export async function listLinkRows(tx: Tx, connectionId: string): Promise<readonly LinkRow[]> {
  const rows = await tx
    .selectFrom('consent_link')
    .select(columns)
    .where('connection_id', '=', connectionId)
    .orderBy('created_at', 'desc')
    .limit(20)
    .execute();
  return rows.map(toLink);
}

export type LinkChange = {
  readonly state: ConsentLinkState;
  readonly browserHash?: string;
  readonly refusal?: ConsentRefusal | null;
};

export const changeLink = (tx: Tx, linkId: string, { state, browserHash, refusal }: LinkChange, now: Temporal.Instant) =>
  tx
    .updateTable('consent_link')
    .set({
      state,
      ...(browserHash === undefined ? {} : { browser_hash: browserHash }),
      ...(refusal === undefined ? {} : { refusal: refusal === null ? null : JSON.stringify(refusal) }),
      changed_at: now,
    })
    .where('link_id', '=', linkId)
    .execute();

export type NewAttempt = {
  readonly attemptId: string;
  readonly linkId: string;
  readonly stateHash: string;
  readonly purpose: 'signIn' | 'adminConsent';
  readonly proof: string;
  readonly redirectUri: string;
  readonly endsAt: Temporal.Instant;
};

export const insertAttempt = (tx: Tx, attempt: NewAttempt, now: Temporal.Instant) =>
  tx
    .insertInto('consent_attempt')
    .values({
      attempt_id: attempt.attemptId,
      link_id: attempt.linkId,
      state_hash: attempt.stateHash,
      purpose: attempt.purpose,
      proof: attempt.proof,
      redirect_uri: attempt.redirectUri,
      ends_at: attempt.endsAt,
      created_at: now,
    })
    .execute();

/** An attempt that waits for its answer; kept until commit. */
export const lockAttempt = (tx: Tx, stateHash: string) =>
  tx.selectFrom('consent_attempt').selectAll().where('state_hash', '=', stateHash).forUpdate().executeTakeFirst();

/** It is good for one answer; what proves it goes. */
export const spendAttempt = (tx: Tx, attemptId: string, now: Temporal.Instant) =>
  tx.updateTable('consent_attempt').set({ used_at: now, proof: null }).where('attempt_id', '=', attemptId).execute();

export type ConsentRow = {
  readonly purpose: ConsentPurpose;
  readonly tenantId: string;
  readonly objectId: string | undefined;
  readonly userPrincipalName: string | undefined;
  readonly displayName: string | undefined;
  readonly isGlobalAdmin: boolean | undefined;
  readonly secondFactor: readonly string[];
  readonly permissions: readonly string[];
  readonly at: Temporal.Instant;
};

export const insertConsent = (
  tx: Tx,
  { consentId, connectionId, linkId, consent }: { consentId: string; connectionId: string; linkId: string; consent: ConsentRow },
) =>
  tx
    .insertInto('connection_consent')
    .values({
      consent_id: consentId,
      connection_id: connectionId,
      link_id: linkId,
      purpose: consent.purpose,
      tenant_id: consent.tenantId,
      object_id: consent.objectId ?? null,
      user_principal_name: consent.userPrincipalName ?? null,
      display_name: consent.displayName ?? null,
      is_global_admin: consent.isGlobalAdmin ?? null,
      second_factor: [...consent.secondFactor],
      permissions: [...consent.permissions],
      at: consent.at,
    })
    .execute();

/** Who consented for a connection, newest first. */
export async function listConsentRows(tx: Tx, connectionId: string): Promise<readonly ConsentRow[]> {
  const rows = await tx
    .selectFrom('connection_consent')
    .selectAll()
    .where('connection_id', '=', connectionId)
    .orderBy('at', 'desc')
    .limit(20)
    .execute();
  return rows.map((row) => ({
    purpose: ConsentPurpose.parse(row.purpose),
    tenantId: row.tenant_id,
    objectId: row.object_id ?? undefined,
    userPrincipalName: row.user_principal_name ?? undefined,
    displayName: row.display_name ?? undefined,
    isGlobalAdmin: row.is_global_admin ?? undefined,
    secondFactor: row.second_factor,
    permissions: row.permissions,
    at: row.at,
  }));
}

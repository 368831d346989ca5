import type { z } from 'zod';
import * as changes from '../contract/connection-changes.ts';
import * as contract from '../contract/connections.ts';
import * as verifications from '../contract/verifications.ts';
import {
  type AddOutcome,
  addConnection,
  type ChangeRefusal,
  type ConnectionRecord,
  changeConnection,
  changePurposes,
  featuresOf,
  findConnection,
  listConnections,
  listMissingBooks,
  listVerifications,
  type Verification,
  verifyConnection,
} from '../features/connections/index.ts';
import { publicId } from '../model/ids.ts';
import { good, handle, type Mounted, type Refusal, refuse } from './handle.ts';

const present = (connection: ConnectionRecord): z.input<typeof contract.Connection> =>
  // State, reason and the like are written from the same schemas that the contract uses; the reply is parsed by it.
  contract.Connection.parse({
    id: publicId('connection', connection.connectionId),
    kind: connection.kind,
    side: connection.side,
    name: connection.name,
    state: connection.state,
    reason: connection.reason,
    settings: connection.settings,
    secretsSet: connection.secretsSet,
    writeKinds: connection.writeKinds,
    purposes: connection.purposes,
    writeConsent: { ...connection.writeConsent, at: connection.writeConsent.at?.toString() ?? null },
    identity: connection.identity,
    lastSuccessAt: connection.lastSuccessAt?.toString() ?? null,
    consentEndsAt: connection.consentEndsAt?.toString() ?? null,
    signInAlarm: connection.signInAlarm ?? null,
    counts: connection.counts,
    openProblems: connection.openProblems,
  });

const presentVerification = (verification: Verification): z.input<typeof verifications.Verification> =>
  verifications.Verification.parse({
    id: verification.verificationId,
    connectionId: publicId('connection', verification.connectionId),
    state: verification.state,
    reason: verification.reason,
    outcome: verification.outcome,
    probes: verification.probes,
    changes: verification.changes.map((change) => ({ ...change, code: change.code ?? null })),
    at: verification.at.toString(),
  });

const unknown = refuse('not_found', 'There is no such connection.');
const nameTaken = refuse('duplicate', 'Another connection has this name.', {
  errors: [{ pointer: '/name', code: 'duplicate', detail: 'is taken by another connection' }],
});
const accountTaken = refuse('duplicate', 'This account is connected already.', {
  hint: 'Open that connection and replace its secrets instead.',
});

function refuseAdding(outcome: Extract<AddOutcome, { status: 'refused' }>): Refusal {
  switch (outcome.because) {
    case 'nameTaken':
      return nameTaken;
    case 'accountTaken':
      return accountTaken;
    case 'wrongTenant':
      return refuse('connection_wrong_tenant', 'The sign-in belongs to another organisation than the one that was named.', {
        hint: 'Check the tenant id or company id, or sign in with an account of that organisation.',
      });
    case 'secretsMissing':
      return refuse('invalid', 'Some secrets are missing.', {
        errors: outcome.missing.map((name) => ({ pointer: `/secrets/${name}`, code: 'required', detail: 'is required' })),
      });
    case 'providerNotFitting':
      return refuse('invalid', 'The provider record does not fit this account.', {
        errors: outcome.mistakes.map(({ field, detail }) => ({ pointer: `/provider/${field}`, code: 'not_fitting', detail })),
      });
  }
}

const changeRefusals: Readonly<Record<ChangeRefusal, Refusal>> = {
  unknown,
  nameTaken,
  otherTenant: refuse(
    'connection_identity_fixed',
    'These settings or secrets belong to another account. A connection never changes the account it belongs to.',
    {
      hint: 'Add a new connection for the other account.',
    },
  ),
  reasonMissing: refuse('invalid', 'Say why writing is switched on.', {
    errors: [{ pointer: '/reason', code: 'required', detail: 'is required when writing is switched on' }],
  }),
  cannotBeWritten: refuse('invalid', 'Nothing can be written to this kind of connection.', {
    errors: [{ pointer: '/writeKinds', code: 'not_supported', detail: 'names what cannot be written to this kind of connection' }],
  }),
  writeConsentMissing: refuse('conflict', 'Nobody has consented to writing at this account yet; it is read-only.', {
    hint: 'Make a consent link for writing and let the integration account sign in by it.',
  }),
  writePermissionMissing: refuse('conflict', 'The consent to write lacks a permission that this kind of action needs.', {
    hint: 'Add the permission to the app, then make a new consent link for writing. The consents of the connection name what is missing.',
  }),
};

export const connectionRoutes: readonly Mounted[] = [
  handle(contract.listConnections, async ({ context }) => good({ data: (await listConnections(context)).map(present) })),
  handle(contract.getConnection, async ({ context, params }) => {
    const found = await findConnection(context, params.id);
    return found === undefined ? unknown : good(present(found));
  }),
  handle(changes.addConnection, async ({ context, body }) => {
    const outcome = await addConnection(context, body);
    return outcome.status === 'added' ? good(present(outcome.connection)) : refuseAdding(outcome);
  }),
  handle(changes.changePurposes, async ({ context, params, body }) => {
    const outcome = await changePurposes(context, params.id, body);
    if (outcome.status === 'changed') return good(present(outcome.connection));
    return outcome.because === 'unknown' ? unknown : refuse('invalid', 'Only a distributor is read for one purpose or the other.');
  }),
  handle(changes.changeConnection, async ({ context, params, body }) => {
    const outcome = await changeConnection(context, params.id, body);
    return outcome.status === 'changed' ? good(present(outcome.connection)) : changeRefusals[outcome.because];
  }),
  handle(verifications.verifyConnection, async ({ context, params }) => {
    const verification = await verifyConnection(context, params.id);
    return verification === undefined ? unknown : good(presentVerification(verification));
  }),
  handle(verifications.listMissingBooks, async ({ context }) => {
    const missing = await listMissingBooks(context);
    return good({ data: missing.map((each) => ({ ...each, connectionId: publicId('connection', each.connectionId) })) });
  }),
  handle(verifications.listVerifications, async ({ context, params, query }) =>
    good({ data: (await listVerifications(context, params.id, query.limit)).map(presentVerification) }),
  ),
  handle(verifications.listFeatures, async ({ context, params }) => {
    const found = await featuresOf(context, params.id);
    return found === undefined
      ? refuse('not_found', 'There is no such Partner Center connection.', {
          hint: 'Only accounts at Partner Center have features to tell.',
        })
      : good({ data: found.map((state) => ({ ...state, roles: [...state.roles], because: state.because ?? null })) });
  }),
];

import * as contract from '../contract/removal.ts';
import { previewRemoval, type RemovalPreview, type RemoveOutcome, removeConnection } from '../features/removal/index.ts';
import { good, handle, type Mounted, type Refusal, refuse } from './handle.ts';

const present = ({ name, mappings, invoices, openWrites, ...leaves }: RemovalPreview) => ({
  name,
  leaves,
  keeps: { mappings, invoices },
  openWrites,
});

const unknown = refuse('not_found', 'There is no such connection.');
const refusals: Readonly<Record<Extract<RemoveOutcome, { status: 'refused' }>['because'], Refusal>> = {
  unknown,
  otherName: refuse('invalid', 'The name that was typed is not the name of this connection.', {
    errors: [{ pointer: '/name', code: 'not_fitting', detail: 'is not the name of this connection' }],
  }),
  writesOpen: refuse('conflict', 'A write to this account has no outcome yet; looking it up needs the sign-in.', {
    hint: 'Wait for it, or decide it under Activity, then remove the connection.',
  }),
};

export const removalRoutes: readonly Mounted[] = [
  handle(contract.previewRemoval, async ({ context, params }) => {
    const preview = await previewRemoval(context, params.id);
    return preview === undefined ? unknown : good(present(preview));
  }),
  handle(contract.removeConnection, async ({ context, params, body }) => {
    const outcome = await removeConnection(context, params.id, body);
    return outcome.status === 'removed' ? good(present(outcome.left)) : refusals[outcome.because];
  }),
];

import type { z } from 'zod';
import * as contract from '../contract/providers.ts';
import { findProvider, type Provider, type SaveOutcome, saveProvider } from '../features/connections/index.ts';
import { good, handle, type Mounted, type Refusal, refuse } from './handle.ts';

const unknown = refuse('not_found', 'There is no such Partner Center connection.', {
  hint: 'Only accounts at Partner Center have a provider record.',
});

function refusalOf(outcome: Extract<SaveOutcome, { status: 'refused' }>): Refusal {
  switch (outcome.because) {
    case 'unknown':
    case 'noPartnerAccount':
      return unknown;
    case 'changedSince':
      return refuse('precondition_failed', 'Somebody changed the provider record since you looked.', {
        hint: 'Look at it again and repeat your change.',
      });
    case 'notThisPartner':
      return refuse('invalid', 'The provider record does not fit this account.', {
        errors: outcome.mistakes.map(({ field, detail }) => ({ pointer: `/record/${field}`, code: 'not_fitting', detail })),
      });
  }
}

const present = ({ record, account, microsoftId, notes, version }: Provider): z.input<typeof contract.Provider> => ({
  record,
  account,
  microsoftId,
  notes: [...notes],
  version,
});

export const providerRoutes: readonly Mounted[] = [
  handle(contract.getProvider, async ({ context, params }) => {
    const found = await findProvider(context, params.id);
    return found === undefined ? unknown : good(present(found));
  }),
  handle(contract.saveProvider, async ({ context, params, body }) => {
    const outcome = await saveProvider(context, params.id, body);
    return outcome.status === 'saved' ? good(present(outcome.provider)) : refusalOf(outcome);
  }),
];

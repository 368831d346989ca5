import { askAsCustomer } from '#contract/own-requests.ts';
import { call } from '../../../lib/api.ts';
import { AskDialog } from './ask-dialog.tsx';
import type { Wanted } from './ask-words.ts';

/** Asks for a change of the own company. */
export const OwnAskDialog = ({ wanted, onClose }: { readonly wanted: Wanted; readonly onClose: () => void }) => (
  <AskDialog wanted={wanted} send={(body) => call(askAsCustomer, { body })} onClose={onClose} />
);

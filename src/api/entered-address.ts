import { type EnteredAddressFault, enteredAddressWords } from '../platform/http/entered-address.ts';
import { type Refusal, refuse } from './handle.ts';

/** Why an address that was entered is not taken, beside its field. */
export const refuseAddress = (detail: string): Refusal =>
  refuse('invalid', `The address ${detail}.`, { errors: [{ pointer: '/address', code: 'not_supported', detail }] });

export const addressRefusals: Readonly<Record<EnteredAddressFault, Refusal>> = {
  unreadable: refuseAddress(enteredAddressWords.unreadable),
  notHttps: refuseAddress(enteredAddressWords.notHttps),
  hasLogin: refuseAddress(enteredAddressWords.hasLogin),
  isNetworkAddress: refuseAddress(enteredAddressWords.isNetworkAddress),
  hasFragment: refuseAddress(enteredAddressWords.hasFragment),
};

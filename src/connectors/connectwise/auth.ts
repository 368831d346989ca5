import { Fault } from '../../lib/errors.ts';

export type Keys = {
  readonly companyId: string;
  readonly publicKey: string;
  readonly privateKey: string | undefined;
  /** GUID that the vendor issues to an integrator; without it every call is refused. */
  readonly clientId: string;
};

/** Sign-in is the same for every call: Basic `company+public:private` and the client id. */
export function signInHeaders(keys: Keys): Readonly<Record<string, string>> {
  if (keys.privateKey === undefined) {
    throw new Fault('secret_missing', 'needs_operator', 'The connection to ConnectWise has no private key', {
      remote: 'connectwise',
      hint: 'Enter the private key on the Connections screen.',
    });
  }
  const pair = `${keys.companyId}+${keys.publicKey}:${keys.privateKey}`;
  return { authorization: `Basic ${Buffer.from(pair, 'utf8').toString('base64')}`, clientId: keys.clientId };
}

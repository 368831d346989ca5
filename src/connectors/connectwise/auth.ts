import { neededSecret } from '../held-token.ts';

export type Keys = {
  readonly companyId: string;
  readonly publicKey: string;
  readonly privateKey: string | undefined;
  /** GUID that the vendor issues to an integrator; without it every call is refused. */
  readonly clientId: string;
};

/** Sign-in is the same for every call: Basic `company+public:private` and the client id. */
export function signInHeaders(keys: Keys): Readonly<Record<string, string>> {
  const privateKey = neededSecret(keys.privateKey, 'private key', { remote: 'connectwise', product: 'ConnectWise' });
  const pair = `${keys.companyId}+${keys.publicKey}:${privateKey}`;
  return { authorization: `Basic ${Buffer.from(pair, 'utf8').toString('base64')}`, clientId: keys.clientId };
}

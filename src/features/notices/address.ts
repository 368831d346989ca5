import type { ChannelKind } from '../../model/notice.ts';
import { type EnteredAddressFault, enteredAddressFault, enteredAddressWords } from '../../platform/http/entered-address.ts';

export type ChannelAddressFault = 'notAMailbox' | 'retiredConnector' | EnteredAddressFault;

/** What the address of a channel must be or must not, to be said after "The address". */
export const channelAddressWords: Readonly<Record<ChannelAddressFault, string>> = {
  ...enteredAddressWords,
  isNetworkAddress: `${enteredAddressWords.isNetworkAddress}, or one of CONCORD_PRIVATE_HOSTS`,
  notAMailbox: 'must be one e-mail address',
  retiredConnector:
    'is one of an Office 365 connector, which Microsoft retired in 2026. Make a workflow in Teams that posts what a webhook brings, and enter its address',
};

/** One mailbox, nothing that a mail server would read as two. */
export const isMailbox = (text: string): boolean =>
  text.length <= 254 && /^[^\s@<>",;:()[\]\\]+@[^\s@<>",;:()[\]\\]+\.[^\s@<>",;:()[\]\\.]+$/.test(text);

/** Why nothing can go to an address; undefined when it can be tried. `mayBeLocal`: see `enteredAddressFault`. Pure. */
export function channelAddressFault(
  kind: ChannelKind,
  address: string,
  mayBeLocal: (host: string) => boolean,
): ChannelAddressFault | undefined {
  if (kind === 'email') return isMailbox(address) ? undefined : 'notAMailbox';
  const fault = enteredAddressFault(address, mayBeLocal);
  if (fault !== undefined) return fault;
  return isConnector(new URL(address)) ? 'retiredConnector' : undefined;
}

/**
 * Addresses of the Office 365 connectors of Teams, which were retired in 2026 (ux reference 15.2): below `webhook.office.com`, before that
 * `outlook.office.com/webhook`. No other use of them is known, so they are refused for every kind.
 */
const isConnector = ({ hostname, pathname }: URL): boolean =>
  hostname === 'webhook.office.com' ||
  hostname.endsWith('.webhook.office.com') ||
  (['outlook.office.com', 'outlook.office365.com'].includes(hostname) && pathname.startsWith('/webhook/'));

/** Our own address for notifications, below the address by which people reach Concord. The last part alone says whose account they are about. */
export const hooksPath = '/hooks/partner-center';

export const ownAddress = (baseUrl: string, pathKey: string): string => `${baseUrl}${hooksPath}/${pathKey}`;

/** Where another tool hands deliveries on to. */
export const relayAddress = (baseUrl: string, pathKey: string): string => `${ownAddress(baseUrl, pathKey)}/relay`;

const shape = /\/hooks\/partner-center\/([A-Za-z0-9_-]{43})$/;

/** Ours by the part that nobody can guess, whatever address this installation had when it was registered. */
export const isOurs = (url: string, pathKey: string): boolean => shape.exec(url)?.[1] === pathKey;

/** An address of the form of ours: handing on to it would go in a circle. */
export const isOwnShape = (url: string): boolean => /\/hooks\/partner-center\/[A-Za-z0-9_-]{43}(\/relay)?$/.test(url);

/** The form of an address of Concord, but another key: a second installation on the same account (F45). */
export const isAnotherConcord = (url: string, pathKey: string): boolean => {
  const key = shape.exec(url)?.[1];
  return key !== undefined && key !== pathKey;
};

/** For people and logs: an address of another tool may carry that tool's key. */
export const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : 'an unreadable address');

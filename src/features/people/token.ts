import { createHash, randomBytes } from 'node:crypto';

/** A secret of 256 random bits as URL-safe text. Only its hash is stored. */
export const makeToken = (): string => randomBytes(32).toString('base64url');

export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex');

/** API keys show what they are: `concord_live_...` or `concord_sbx_...`, so that scanners and people recognise a leaked one. */
export const makeApiKey = (sandbox: boolean): { readonly key: string; readonly prefix: string } => {
  const key = `concord_${sandbox ? 'sbx' : 'live'}_${makeToken()}`;
  return { key, prefix: key.slice(0, sandbox ? 18 : 19) };
};

import type { Cloud, PartnerAccount } from '../world/types.ts';
import { errorName, errorText } from './errors.ts';
import type { Asked } from './scopes.ts';

/** What an authorize call asked for, carried from page to page in hidden fields. */
export type Asking = {
  readonly version: 'v1' | 'v2';
  readonly cloud: Cloud;
  readonly tenantName: string;
  readonly fields: Readonly<Record<string, string>>;
  /** Whose app it is. */
  readonly account: PartnerAccount;
  readonly asked: Asked;
};

export const responseTypes = (fields: Asking['fields']): readonly string[] =>
  (fields['response_type'] ?? '').split(' ').filter((word) => word !== '');

/** `prompt` may hold several words. */
export const isOneOf = (prompt: string | undefined, words: readonly string[]): boolean =>
  (prompt ?? '').split(' ').some((word) => words.includes(word));

export const refusalFields = (code: number, named = ''): Readonly<Record<string, string>> => ({
  error: errorName(code),
  error_description: errorText(code, named),
});

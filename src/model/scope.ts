import type { ResellerId } from './ids.ts';

/** Whose rows a transaction may see: everything of the installation, or one reseller's (row level security, product.md 5.4). */
export type Scope = { readonly reseller: '*' } | { readonly reseller: ResellerId };

export const wholeInstallation: Scope = { reseller: '*' };

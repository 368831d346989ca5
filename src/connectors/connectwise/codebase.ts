import { Fault } from '../../lib/errors.ts';
import type { HttpClient } from '../../platform/http/call.ts';
import { isRemoteError } from '../../platform/http/fault.ts';
import { WireCompanyInfo } from './schema.ts';

export type Site = { readonly http: HttpClient; readonly connectionId: string; readonly site: string; readonly companyId: string };

/** The address as people enter it, with or without the path of the API, as the part before it. */
export const siteOf = (entered: string): string => entered.replace(/\/+$/, '').replace(/\/v[\w.]+\/apis\/3\.0$/i, '');

/** Answers everywhere, also on hosts without company information (psa reference 3.1). */
const fallback = 'v4_6_release';

/** `GET /login/companyinfo/{companyId}`: the part of the address that changes at every upgrade, without slashes. */
export async function findCodebase({ http, connectionId, site, companyId }: Site): Promise<string> {
  const info = await http
    .get({
      remote: 'connectwise',
      connectionId,
      family: 'login',
      url: `${site}/login/companyinfo/${encodeURIComponent(companyId)}`,
      urgent: true,
      reply: WireCompanyInfo,
    })
    .catch((error: unknown) => {
      if (isRemoteError(error, 'remote_not_found')) return undefined;
      throw error;
    });
  if (info === null) throw unknownCompany();
  const codebase = (info?.Codebase ?? fallback).replace(/^\/+|\/+$/g, '');
  // It becomes part of an address, so it may hold nothing that leads elsewhere.
  return /^[\w.]{1,40}$/.test(codebase) ? codebase : fallback;
}

const unknownCompany = (): Fault =>
  new Fault('company_unknown', 'needs_operator', 'ConnectWise does not know this login company', {
    remote: 'connectwise',
    hint: 'Check the company id (the one typed at sign-in) and the site of the connection.',
  });

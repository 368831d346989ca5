import { json, type RemoteAnswer } from '../remote.ts';
import type { World } from '../world/world.ts';
import { findInstance } from './session.ts';

/**
 * `GET /login/companyinfo/{companyId}`, without sign-in: where this company's API lives. Unknown companies get JSON null, not 404.
 * The codebase changes at every upgrade and ends in a slash.
 */
export function companyInfo(world: World, companyId: string): RemoteAnswer {
  const instance = findInstance(world, companyId);
  if (instance === undefined) return json(200, null);
  const codebase = instance.codebase.replace(/\/$/, '');
  return json(200, {
    CompanyName: instance.name,
    Codebase: `${codebase}/`,
    VersionCode: versionCode,
    VersionNumber: versionNumber,
    CompanyID: instance.companyId,
    IsCloud: true,
  });
}

export const versionCode = 'v2025.1';
export const versionNumber = 'v4.6.98471';

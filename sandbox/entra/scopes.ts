import type { Cloud } from '../world/types.ts';
import { audiencesOf, graphOf, partnerCenterOf } from './tenants.ts';

/** What a call asks for: the resource (audience) and its permissions. `known` false: nobody knows that resource. */
export type Asked = {
  /** '' when the call named none: the one that was first asked for. */
  readonly audience: string;
  readonly scopes: readonly string[];
  readonly known: boolean;
  /** Permissions on other resources, agreed to in the same sign-in; the token is for the first one. */
  readonly elsewhere?: readonly string[];
};

/** Reads `resource` (v1) or `scope` (v2). Resource names are compared without trailing slash and case. */
export function readAsked(cloud: Cloud, version: 'v1' | 'v2', resource: string, scope: string): Asked {
  const words = scope.split(/\s+/).filter((word) => word !== '');
  if (version === 'v1') {
    const scopes = ['user_impersonation', ...words];
    return resource === '' ? { audience: '', known: true, scopes } : { ...audience(cloud, resource), scopes };
  }
  const own = words.filter((word) => /^https?:\/\//i.test(word));
  const bare = words.filter((word) => !/^https?:\/\//i.test(word));
  const first = own[0];
  if (first === undefined) return { audience: bare.some(isPermission) ? graphOf(cloud) : '', known: true, scopes: bare };
  const ofFirst = first.slice(0, first.lastIndexOf('/') + 1);
  const names = (words: readonly string[]) => words.map((word) => word.slice(word.lastIndexOf('/') + 1));
  return {
    ...audience(cloud, ofFirst),
    scopes: [...names(own.filter((word) => word.startsWith(ofFirst))), ...bare],
    elsewhere: names(own.filter((word) => !word.startsWith(ofFirst))),
  };
}

/** A name without a resource is a permission on Graph, unless it is one of OpenID's. */
const isPermission = (word: string): boolean => !['openid', 'profile', 'email', 'offline_access'].includes(word.toLowerCase());

function audience(cloud: Cloud, name: string): { readonly audience: string; readonly known: boolean } {
  const folded = name.replace(/\/+$/, '').toLowerCase();
  const found = audiencesOf(cloud).find((one) => one === folded) ?? byAppId(cloud, folded);
  return { audience: found ?? name, known: found !== undefined };
}

/** Resources may be named by their app id instead. */
function byAppId(cloud: Cloud, id: string): string | undefined {
  if (id === '00000003-0000-0000-c000-000000000000') return graphOf(cloud);
  return id === 'fa3d9a0c-3fb0-42cc-9193-47c7ecd2edbd' ? partnerCenterOf(cloud) : undefined;
}

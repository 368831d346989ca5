import type { Cloud } from '../world/types.ts';
import { audiencesOf, graphOf } from './tenants.ts';

/** What a call asks for: the resource (audience) and its permissions. `resource` undefined: nobody knows that resource. */
export type Asked = { readonly audience: string; readonly scopes: readonly string[]; readonly known: boolean };

/** Reads `resource` (v1) or `scope` (v2). Resource names are compared without trailing slash and case. */
export function readAsked(cloud: Cloud, version: 'v1' | 'v2', resource: string, scope: string): Asked {
  const words = scope.split(/\s+/).filter((word) => word !== '');
  if (version === 'v1') return { ...audience(cloud, resource), scopes: ['user_impersonation', ...words] };
  const own = words.filter((word) => /^https?:\/\//i.test(word));
  const bare = words.filter((word) => !/^https?:\/\//i.test(word));
  const first = own[0];
  if (first === undefined) return { audience: graphOf(cloud), known: true, scopes: bare };
  return {
    ...audience(cloud, first.slice(0, first.lastIndexOf('/'))),
    scopes: [...own.map((word) => word.slice(word.lastIndexOf('/') + 1)), ...bare],
  };
}

function audience(cloud: Cloud, name: string): { readonly audience: string; readonly known: boolean } {
  const folded = name.replace(/\/+$/, '').toLowerCase();
  const found = audiencesOf(cloud).find((one) => one === folded);
  return { audience: found ?? name, known: found !== undefined };
}

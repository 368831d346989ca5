import { queryOptions, useQuery } from '@tanstack/react-query';
import { getMe } from '#contract/sign-in.ts';
import type { Permission } from '#model/person.ts';
import { actingFor } from './acting.ts';
import { call, rememberCsrf } from './api.ts';

/** Who is signed in; its answer also carries the token that every change must bring. */
export const meQuery = queryOptions({
  queryKey: ['getMe'],
  queryFn: async ({ signal }) => {
    const me = await call(getMe, { signal });
    rememberCsrf(me.csrf);
    return me;
  },
  staleTime: 5 * 60_000,
});

export const useMe = () => useQuery(meQuery).data;

/** Whether the page is a reseller's or a customer's: of its own people, or in its name. What the whole installation knows is closed to it. */
export function useIsReseller(): boolean {
  const me = useMe();
  return actingFor() !== undefined || (me?.organisation ?? me?.customer) != null;
}

/** Whether the viewer may do something. The server decides; this only shows the act as disabled with its reason. */
export function useMay(permission: Permission): boolean {
  return useMe()?.permissions.includes(permission) ?? false;
}

/** The reason on a disabled act. */
export const lacksPermission = (permission: Permission): string => `Ask an owner for "${permission}".`;

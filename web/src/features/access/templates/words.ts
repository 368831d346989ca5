import { namesOfRoles } from '#model/access-roles.ts';

export const roleWords = (ids: readonly string[]): string => namesOfRoles(ids).join(', ');

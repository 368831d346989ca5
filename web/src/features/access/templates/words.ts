import { roleNames } from '#model/access-roles.ts';

/** Names instead of ids; a role that nobody names stays an id. */
export const roleWords = (ids: readonly string[]): string => ids.map((id) => roleNames[id] ?? id).join(', ');

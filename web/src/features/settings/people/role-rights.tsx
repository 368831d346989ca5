import { permissionsOf, type Role } from '#model/person.ts';
import { Facts } from '../../../ui/card.tsx';
import { permissionWords, roleWords } from '../words.ts';

/** What roles may do, in words; the server applies the same table. */
export const RoleRights = ({ roles }: { readonly roles: readonly Role[] }) => (
  <Facts
    facts={roles.map(
      (role) => [roleWords[role], permissionsOf[role].map((permission) => permissionWords[permission]).join(' · ')] as const,
    )}
  />
);

import { permissionsOf, type Role } from '#model/person.ts';
import { plural } from '../../../lib/format.ts';
import { permissionWords, roleWords } from '../words.ts';

/** What roles may do, in words, each opened by whoever asks; the server applies the same table. */
export const RoleRights = ({ roles }: { readonly roles: readonly Role[] }) =>
  roles.map((role) => (
    <details key={role}>
      <summary>
        {roleWords[role]}: {plural(permissionsOf[role].length, 'right')}
      </summary>
      <ul style={{ columns: '280px', marginBlock: '4px' }}>
        {permissionsOf[role].map((permission) => (
          <li key={permission}>{permissionWords[permission]}</li>
        ))}
      </ul>
    </details>
  ));

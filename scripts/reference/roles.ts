import { needsFreshProof, Permission, permissionsOf, Role } from '../../src/model/person.ts';
import { code, made, page, table } from './markdown.ts';

/** docs/reference/roles.md, from src/model/person.ts. */
export const rolesPage = (): string =>
  page(
    made('Roles and permissions', 'src/model/person.ts'),
    'A role is a set of permissions. What is not listed is refused. The permissions are also the scopes of API keys.',
    table(
      ['Permission', ...Role.options.map(code)],
      Permission.options.map((permission) => [
        code(permission),
        ...Role.options.map((role) => (permissionsOf[role].includes(permission) ? 'yes' : '')),
      ]),
    ),
    `Changes that need ${needsFreshProof.map(code).join(' or ')} also need a fresh proof: the password typed, or a one-time link opened, at most five minutes ago. An API key cannot give one.`,
  );

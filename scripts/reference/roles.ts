import { costKinds } from '../../src/model/costs.ts';
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
    '## Who may not see costs',
    [
      `Without ${code('costs:read')} no answer tells what you pay: in the browser it says "no right to see", in the API the field is null. [The API](api.md) names the fields.`,
      'What stays: sell prices, and the money of differences that are made of sell prices.',
    ].join(' '),
    [
      `- The money of ${costKinds.map(code).join(', ')} is a cost, or a price less a cost. Kind, customer, product, seats and correction are shown, the amount is not. The same holds for ${code('missing_in_psa')} where the catalogue has no price.`,
      '- Sentences say what is wrong without the amounts: "A seat is sold for less than it costs."',
      '- The sums of the Overview leave that money out and say so. A plan with such a step shows no sum.',
      '- What a customer has at stake is a sum with costs in it: it is not shown, and customers cannot be sorted by it. Differences sorted by money count hidden amounts as 0.',
      '- A correction, a call to another system and the audit trail are shown without the costs and sums in them.',
      '- That something is sold below cost is not hidden: somebody has to put it right.',
    ].join('\n'),
  );

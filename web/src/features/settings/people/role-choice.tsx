import { Dropdown, Option } from '@fluentui/react-components';
import { type PersonOf, personOf } from '#model/organisation.ts';
import { customerRoles, Role, resellerRoles } from '#model/person.ts';
import { roleWords } from '../words.ts';

type RoleChoiceProps = { readonly label: string; readonly role: Role; readonly onChoose: (role: Role) => void };

/** Each kind of people has roles of its own. */
const rolesOf: Readonly<Record<PersonOf, readonly Role[]>> = {
  us: Role.options.filter((role) => personOf(role) === 'us'),
  reseller: resellerRoles,
  customer: customerRoles,
};

export function RoleChoice({ label, role, onChoose }: RoleChoiceProps) {
  return (
    <Dropdown
      aria-label={label}
      value={roleWords[role]}
      selectedOptions={[role]}
      style={{ minWidth: '160px' }}
      onOptionSelect={(_, { optionValue }) => {
        const chosen = Role.options.find((each) => each === optionValue);
        if (chosen !== undefined && chosen !== role) onChoose(chosen);
      }}
    >
      {rolesOf[personOf(role)].map((each) => (
        <Option key={each} value={each}>
          {roleWords[each]}
        </Option>
      ))}
    </Dropdown>
  );
}

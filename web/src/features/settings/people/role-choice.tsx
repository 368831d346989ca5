import { Dropdown, Option } from '@fluentui/react-components';
import { Role, resellerRoles } from '#model/person.ts';
import { roleWords } from '../words.ts';

type RoleChoiceProps = { readonly label: string; readonly role: Role; readonly onChoose: (role: Role) => void };

const isOfResellers = (role: Role): boolean => resellerRoles.some((each) => each === role);
/** Roles of resellers are for people of a reseller, and all others for our own. */
const ourRoles = Role.options.filter((role) => !isOfResellers(role));

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
      {(isOfResellers(role) ? resellerRoles : ourRoles).map((each) => (
        <Option key={each} value={each}>
          {roleWords[each]}
        </Option>
      ))}
    </Dropdown>
  );
}

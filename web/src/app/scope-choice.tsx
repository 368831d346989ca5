import { Dropdown, makeStyles, Option } from '@fluentui/react-components';

const useStyles = makeStyles({ box: { minWidth: '150px', maxWidth: '240px', flexShrink: 1 } });
const everything = 'All accounts';

export type ScopeChoiceProps = {
  readonly accounts: readonly { readonly id: string; readonly name: string }[];
  readonly scope: string | undefined;
  readonly onChoose: (id: string | undefined) => void;
};

export function ScopeChoice({ accounts, scope, onChoose }: ScopeChoiceProps) {
  const styles = useStyles();
  const name = accounts.find((each) => each.id === scope)?.name ?? (scope === undefined ? everything : 'Unknown account');
  return (
    <Dropdown
      className={styles.box}
      aria-label="Scope"
      size="small"
      value={name}
      selectedOptions={[scope ?? '']}
      onOptionSelect={(_, { optionValue }) => {
        onChoose(optionValue === '' ? undefined : optionValue);
      }}
    >
      <Option value="">{everything}</Option>
      {accounts.map((account) => (
        <Option key={account.id} value={account.id}>
          {account.name}
        </Option>
      ))}
    </Dropdown>
  );
}

import { Dropdown, makeStyles, Option } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { listConnections } from '#contract/connections.ts';
import { call } from '../lib/api.ts';
import { useScope } from '../lib/scope.ts';
import { useUrlState } from '../lib/url-state.ts';
import { useMay } from '../lib/use-me.ts';

const useStyles = makeStyles({ box: { minWidth: '150px', maxWidth: '240px', flexShrink: 1 } });
const everything = 'All accounts';

/** All, or one Partner Center account. Changes the address, and with it every list on the page. */
export function ScopeSwitcher() {
  const styles = useStyles();
  const scope = useScope();
  const [, change] = useUrlState();
  const may = useMay('connections:read');
  const { data } = useQuery({
    queryKey: [listConnections.id],
    queryFn: ({ signal }) => call(listConnections, { signal }),
    enabled: may,
  });
  const accounts = (data?.data ?? []).filter((each) => each.side === 'microsoft');
  if (accounts.length < 2 && scope === undefined) return null;
  const name = accounts.find((each) => each.id === scope)?.name ?? (scope === undefined ? everything : 'Unknown account');
  return (
    <Dropdown
      className={styles.box}
      aria-label="Scope"
      size="small"
      value={name}
      selectedOptions={[scope ?? '']}
      onOptionSelect={(_, { optionValue }) => {
        change({ scope: optionValue === '' ? undefined : optionValue, cursor: undefined });
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

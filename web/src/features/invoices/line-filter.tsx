import { Button, Input, makeStyles, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { useUrlState } from '../../lib/url-state.ts';

const useStyles = makeStyles({
  bar: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS, flexShrink: 0 },
  field: { flex: '0 1 340px' },
});

/** Lines of one customer or subscription, by our id or the provider's. */
export function LineFilter() {
  const styles = useStyles();
  const [search, change] = useUrlState();
  const [text, setText] = useState(search['subscriptionId'] ?? search['customerId'] ?? '');
  const apply = () => {
    const id = text.trim();
    const isCustomer = id.startsWith('cus_');
    change({ customerId: isCustomer ? id : undefined, subscriptionId: isCustomer || id === '' ? undefined : id });
  };
  return (
    <form
      className={styles.bar}
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        apply();
      }}
    >
      <Input
        className={styles.field}
        data-page-filter=""
        aria-label="Id of a subscription or customer"
        placeholder="Id of a subscription or customer"
        value={text}
        onChange={(_, { value }) => {
          setText(value);
        }}
      />
      <Button type="submit">Show its lines</Button>
    </form>
  );
}

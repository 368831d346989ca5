import { makeStyles } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { getCustomer, listCustomers } from '#contract/customers.ts';
import { call } from '../lib/api.ts';
import { SearchPicker, type SearchPickerProps } from './search-picker.tsx';

const useStyles = makeStyles({ field: { flex: '0 1 220px', minWidth: '160px' }, wide: { display: 'block' } });

export type CustomerPickerProps = Pick<SearchPickerProps, 'open' | 'begun'> & {
  /** As wide as what it stands in: in a form, where it is one field below the other. */
  readonly wide?: boolean;
  readonly customerId: string | undefined;
  readonly onChoose: (customerId: string | undefined) => void;
};

/** One customer, found by name or domain. */
export function CustomerPicker({ customerId, onChoose, wide = false, ...started }: CustomerPickerProps) {
  const styles = useStyles();
  const customer = useQuery({
    queryKey: [getCustomer.id, customerId],
    queryFn: ({ signal }) => call(getCustomer, { params: { id: customerId ?? '' }, signal }),
    enabled: customerId !== undefined,
  });
  return (
    <SearchPicker
      {...started}
      className={wide ? styles.wide : styles.field}
      label="Customer"
      searchKey={[listCustomers.id, 'pick']}
      search={async (q, signal) => {
        const { data } = await call(listCustomers, { query: { q, limit: 20 }, signal });
        return data.map(({ id, name, domain }) => ({ id, name, detail: domain }));
      }}
      chosen={customerId === undefined ? undefined : { id: customerId, name: customer.data?.name ?? 'One customer' }}
      onChoose={(choice) => {
        onChoose(choice?.id);
      }}
    />
  );
}

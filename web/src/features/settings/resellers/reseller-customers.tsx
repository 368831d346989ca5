import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { assignCustomers, listOrganisationCustomers, listOrganisations } from '#contract/organisations.ts';
import { call } from '../../../lib/api.ts';
import { formatNumber, plural } from '../../../lib/format.ts';
import { useMay } from '../../../lib/use-me.ts';
import { Card } from '../../../ui/card.tsx';
import { CustomerPicker } from '../../../ui/customer-picker.tsx';
import { ProblemMessage } from '../../../ui/problem-message.tsx';
import { SmallTable } from '../../../ui/small-table.tsx';
import { QueryStates } from '../../../ui/states.tsx';
import { TextLink } from '../../../ui/text-link.tsx';
import { useToast } from '../../../ui/toasts.tsx';
import { type Reseller, resellerCustomersQuery } from './queries.ts';

const useStyles = makeStyles({ give: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM, alignItems: 'center' } });

/** Which customers a reseller sees; giving it one shows its people everything about it but costs, and taking it back hides it at once. */
export function ResellerCustomers({ reseller }: { readonly reseller: Reseller }) {
  const query = useQuery(resellerCustomersQuery(reseller.id));
  const may = useMay('customers:write');
  const assign = useAssign(reseller);
  return (
    <Card title="Customers it sees">
      {assign.isError && <ProblemMessage error={assign.error} title="Nothing was given or taken back" />}
      {may && <Give reseller={reseller} assign={assign} />}
      <QueryStates query={query}>
        {({ data }) =>
          data.length === 0 ? (
            <p>{reseller.name} sees no customer yet.</p>
          ) : (
            <SmallTable
              label="Customers it sees"
              rows={data}
              rowId={(row) => row.id}
              columns={[
                { title: 'Name', cell: (row) => <TextLink to={`/customers/${row.id}`}>{row.name}</TextLink> },
                { title: 'Domain', cell: (row) => row.domain || '–' },
                { title: 'Subscriptions', align: 'end', cell: (row) => formatNumber(row.subscriptions.length) },
                ...(may
                  ? [
                      {
                        title: 'Actions',
                        cell: (row: (typeof data)[number]) => (
                          <Button
                            size="small"
                            disabledFocusable={assign.isPending}
                            aria-label={`Take back ${row.name}`}
                            onClick={() => {
                              if (!assign.isPending) assign.mutate({ to: null, customer: row.id });
                            }}
                          >
                            Take back
                          </Button>
                        ),
                      },
                    ]
                  : []),
              ]}
            />
          )
        }
      </QueryStates>
    </Card>
  );
}

type GiveProps = { readonly reseller: Reseller; readonly assign: ReturnType<typeof useAssign> };

function Give({ reseller, assign }: GiveProps) {
  const styles = useStyles();
  const [customer, setCustomer] = useState<string>();
  const isReady = customer !== undefined && !assign.isPending;
  return (
    <div className={styles.give}>
      <CustomerPicker customerId={customer} onChoose={setCustomer} />
      <Button
        disabledFocusable={!isReady}
        onClick={() => {
          if (!isReady) return;
          assign.mutate(
            { to: reseller.id, customer },
            {
              onSuccess: () => {
                setCustomer(undefined);
              },
            },
          );
        }}
      >
        Give it to {reseller.name}
      </Button>
    </div>
  );
}

function useAssign({ name, id }: Reseller) {
  const client = useQueryClient();
  const toast = useToast();
  return useMutation({
    mutationFn: ({ to, customer }: { readonly to: string | null; readonly customer: string }) =>
      call(assignCustomers, { body: { organisationId: to, customerIds: [customer] } }),
    onSuccess: ({ moved }, { to }) => {
      toast(
        moved === 0 ? 'It was there already' : to === null ? `${name} no longer sees it` : `${name} sees ${plural(moved, 'more customer')}`,
      );
      void client.invalidateQueries({ queryKey: [listOrganisationCustomers.id, id] });
      void client.invalidateQueries({ queryKey: [listOrganisations.id] });
    },
  });
}

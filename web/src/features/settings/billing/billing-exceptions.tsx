import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { listBillingExceptions, removeBillingException } from '#contract/billing.ts';
import { call } from '../../../lib/api.ts';
import { useMay } from '../../../lib/use-me.ts';
import { Card } from '../../../ui/card.tsx';
import { ProblemMessage } from '../../../ui/problem-message.tsx';
import { useProved } from '../../../ui/proof.tsx';
import { SmallTable } from '../../../ui/small-table.tsx';
import { QueryStates } from '../../../ui/states.tsx';
import { useToast } from '../../../ui/toasts.tsx';
import { When } from '../../../ui/when.tsx';
import { saidBy } from './words.ts';

const ExceptionDialog = lazy(async () => ({ default: (await import('./exception-dialog.tsx')).ExceptionDialog }));

const useStyles = makeStyles({ text: { margin: 0, color: tokens.colorNeutralForeground2 } });
const key = [listBillingExceptions.id];

/** Customers and products that are billed otherwise than all others. */
export function BillingExceptions() {
  const styles = useStyles();
  const may = useMay('connections:write');
  const [adding, setAdding] = useState(false);
  const query = useQuery({ queryKey: key, queryFn: ({ signal }) => call(listBillingExceptions, { signal }) });
  const client = useQueryClient();
  const proved = useProved();
  const toast = useToast();
  const remove = useMutation({
    mutationFn: (id: string) => proved(() => call(removeBillingException, { params: { id } })),
    onSuccess: () => {
      toast('Billed as all others again');
    },
    onSettled: () => client.invalidateQueries({ queryKey: key }),
  });
  return (
    <Card
      title="Billed otherwise"
      action={
        may && (
          <Button
            onClick={() => {
              setAdding(true);
            }}
          >
            Add a customer or product
          </Button>
        )
      }
    >
      <QueryStates query={query}>
        {({ data }) =>
          data.length === 0 ? (
            <p className={styles.text}>Nobody: what stands above holds for every customer and product.</p>
          ) : (
            <SmallTable
              label="Billed otherwise"
              rows={data}
              rowId={({ id }) => id}
              columns={[
                { title: 'Customer', cell: ({ customerName }) => customerName ?? 'Every customer' },
                { title: 'Product', cell: ({ product, productName }) => productName ?? product?.productId ?? 'Every product' },
                { title: 'Otherwise', cell: ({ choice }) => saidBy(choice).join(' · ') },
                { title: 'Why', cell: ({ reason }) => reason ?? '' },
                {
                  title: 'Since',
                  cell: ({ changedBy, changedAt }) => (
                    <>
                      {changedBy}, <When at={changedAt} />
                    </>
                  ),
                },
                ...(may
                  ? [
                      {
                        title: '',
                        cell: ({ id, customerName, productName }: (typeof data)[number]) => (
                          <Button
                            aria-label={`Remove ${[customerName, productName].filter((name) => name !== null).join(', ')}`}
                            disabledFocusable={remove.isPending}
                            onClick={() => {
                              if (!remove.isPending) remove.mutate(id);
                            }}
                          >
                            Remove
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
      {remove.isError && <ProblemMessage error={remove.error} title="Still billed otherwise" />}
      {adding && (
        <Suspense>
          <ExceptionDialog
            onClose={() => {
              setAdding(false);
            }}
          />
        </Suspense>
      )}
    </Card>
  );
}

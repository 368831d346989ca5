import { Button } from '@fluentui/react-components';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import type { getOwnCompany } from '#contract/own-company.ts';
import { listOwnRequests, withdrawOwnRequest } from '#contract/own-requests.ts';
import { call, type ReplyOf } from '../../../lib/api.ts';
import { billToFieldWords } from '../../../ui/bill-to-words.ts';
import { Card } from '../../../ui/card.tsx';
import { SmallTable } from '../../../ui/small-table.tsx';
import { StateBadge } from '../../../ui/state-badge.tsx';
import { QueryStates } from '../../../ui/states.tsx';
import { When } from '../../../ui/when.tsx';
import { requestWords } from '../requests/words.ts';
import type { Wanted } from './ask-words.ts';
import { CompanyContacts } from './company-contacts.tsx';

const ReasonDialog = lazy(async () => ({ default: (await import('../../../ui/reason-dialog.tsx')).ReasonDialog }));

type Asked = ReplyOf<typeof listOwnRequests>['data'][number];
type Props = { readonly subscriptions: readonly { readonly id: string; readonly name: string }[] };

type AskingProps = { readonly company: ReplyOf<typeof getOwnCompany>; readonly onAsk: (wanted: Wanted) => void };

/** What can be asked for besides seats, and what was. */
export const CompanyAsking = ({ company, onAsk }: AskingProps) => (
  <>
    <CompanyContacts contacts={company.contacts} onAsk={onAsk} />
    <CompanyRequests subscriptions={company.subscriptions} />
  </>
);

/** What the company asked its provider for, and what became of it. */
function CompanyRequests({ subscriptions }: Props) {
  const query = useQuery({ queryKey: [listOwnRequests.id], queryFn: ({ signal }) => call(listOwnRequests, { signal }) });
  const [taking, setTaking] = useState<Asked>();
  const nameOf = (id: string): string => subscriptions.find((each) => each.id === id)?.name ?? 'A subscription that is gone';
  return (
    <Card title="What was asked for">
      <QueryStates query={query}>
        {({ data }) =>
          data.length === 0 ? (
            <p>Nothing was asked for yet. Your provider decides about what you ask for.</p>
          ) : (
            <SmallTable
              label="What was asked for"
              rows={data}
              rowId={(row) => row.id}
              columns={[
                { title: 'Asked for', cell: (row) => <Wish asked={row} nameOf={nameOf} /> },
                { title: 'State', cell: (row) => <StateBadge state={requestWords[row.state]} /> },
                { title: 'Asked by', cell: (row) => row.askedBy },
                { title: 'Asked', cell: (row) => <When at={row.askedAt} age /> },
                { title: 'Answer', cell: (row) => row.reason || '–' },
                {
                  title: 'Actions',
                  cell: (row) =>
                    row.state === 'asked' ? (
                      <Button
                        size="small"
                        onClick={() => {
                          setTaking(row);
                        }}
                      >
                        Withdraw
                      </Button>
                    ) : (
                      '–'
                    ),
                },
              ]}
            />
          )
        }
      </QueryStates>
      {taking !== undefined && (
        <Suspense>
          <Withdraw
            asked={taking}
            onClose={() => {
              setTaking(undefined);
            }}
          />
        </Suspense>
      )}
    </Card>
  );
}

function Wish({ asked: { wish, note }, nameOf }: { readonly asked: Asked; readonly nameOf: (id: string) => string }) {
  const words =
    wish.kind === 'seats'
      ? `${wish.seats} seats of ${nameOf(wish.subscriptionId)}`
      : Object.entries(wish.changes)
          .map(([field, text]) => `${billToFieldWords[field as keyof typeof billToFieldWords]}: ${text}`) // keys of the contract
          .join(', ');
  return (
    <>
      {words}
      {note !== '' && <div>“{note}”</div>}
    </>
  );
}

function Withdraw({ asked, onClose }: { readonly asked: Asked; readonly onClose: () => void }) {
  const client = useQueryClient();
  const end = useMutation({
    mutationFn: (reason: string) => call(withdrawOwnRequest, { params: { id: asked.id }, body: { reason } }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: [listOwnRequests.id] });
      onClose();
    },
  });
  return (
    <ReasonDialog
      title="Withdraw this request?"
      submit="Withdraw"
      cancel="Keep it"
      isBusy={end.isPending}
      error={end.error}
      onSubmit={(reason) => {
        end.mutate(reason);
      }}
      onClose={onClose}
    >
      Your provider reads why.
    </ReasonDialog>
  );
}

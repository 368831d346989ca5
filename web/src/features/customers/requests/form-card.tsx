import { Button, MessageBar, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { listCustomerForms, makeCustomerForm } from '#contract/change-requests.ts';
import { call } from '../../../lib/api.ts';
import { useMay } from '../../../lib/use-me.ts';
import { billToFieldWords } from '../../../ui/bill-to-words.ts';
import { Card } from '../../../ui/card.tsx';
import { CopyText } from '../../../ui/copy-text.tsx';
import { ProblemMessage } from '../../../ui/problem-message.tsx';
import { SmallTable } from '../../../ui/small-table.tsx';
import { StateBadge } from '../../../ui/state-badge.tsx';
import { QueryStates } from '../../../ui/states.tsx';
import { TextLink } from '../../../ui/text-link.tsx';
import { When } from '../../../ui/when.tsx';
import { formsQuery } from './queries.ts';
import { formWords } from './words.ts';

/** Asking the customer itself for what is missing: a link that works once, and what became of earlier ones. */
export function FormCard({ customerId }: { readonly customerId: string }) {
  const client = useQueryClient();
  const query = useQuery(formsQuery(customerId));
  const may = useMay('customers:write');
  const make = useMutation({
    mutationFn: () => call(makeCustomerForm, { params: { id: customerId }, body: {} }),
    onSuccess: () => client.invalidateQueries({ queryKey: [listCustomerForms.id, customerId] }),
  });
  return (
    <Card
      title="Ask the customer"
      action={
        may && (
          <Button
            size="small"
            disabledFocusable={make.isPending}
            onClick={() => {
              if (!make.isPending) make.mutate();
            }}
          >
            Make a form
          </Button>
        )
      }
    >
      <p>
        A form asks only for what keeps orders from being placed. What the customer writes comes back as a request, and nothing is changed
        before you accept it.
      </p>
      {make.isError && <ProblemMessage error={make.error} title="No form was made" />}
      {make.data !== undefined && (
        <MessageBar intent="success" layout="multiline">
          <MessageBarBody style={{ whiteSpace: 'normal' }}>
            <MessageBarTitle>Send this link to the customer. It works once and is not shown again.</MessageBarTitle>
            <CopyText text={make.data.url} />
            <p>It asks for {make.data.fields.map((field) => billToFieldWords[field]).join(', ')}.</p>
          </MessageBarBody>
        </MessageBar>
      )}
      <QueryStates query={query}>
        {({ data }) =>
          data.length === 0 ? (
            <p>No form was sent yet.</p>
          ) : (
            <SmallTable
              label="Forms that were sent"
              rows={data}
              rowId={(row) => row.id}
              columns={[
                { title: 'Made', cell: (row) => <When at={row.createdAt} age /> },
                { title: 'By', cell: (row) => row.madeBy },
                { title: 'Asks for', cell: (row) => row.fields.map((field) => billToFieldWords[field]).join(', ') },
                { title: 'State', cell: (row) => <StateBadge state={formWords[row.state]} /> },
                { title: 'Ends', cell: (row) => <When at={row.endsAt} /> },
                { title: 'Answer', cell: (row) => (row.requestId === null ? '–' : <TextLink to="/customers/requests">Request</TextLink>) },
              ]}
            />
          )
        }
      </QueryStates>
    </Card>
  );
}

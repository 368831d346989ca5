import { Button } from '@fluentui/react-components';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { getCustomerLabels, removeExternalId } from '#contract/customer-labels.ts';
import { call, type ReplyOf } from '../../../lib/api.ts';
import { useMay } from '../../../lib/use-me.ts';
import { Card, Facts } from '../../../ui/card.tsx';
import { CopyText } from '../../../ui/copy-text.tsx';
import { ProblemMessage } from '../../../ui/problem-message.tsx';
import { SmallTable } from '../../../ui/small-table.tsx';
import { QueryStates } from '../../../ui/states.tsx';
import { TextLink } from '../../../ui/text-link.tsx';
import { ExternalIdDialog } from './external-id-dialog.tsx';
import { LabelsDialog } from './labels-dialog.tsx';

type Labels = ReplyOf<typeof getCustomerLabels>;

/** What only the partner knows of a customer: segments, preferred currency, ids in other systems. */
export function LabelsCard({ customerId }: { readonly customerId: string }) {
  const client = useQueryClient();
  const key = [getCustomerLabels.id, customerId];
  const query = useQuery({ queryKey: key, queryFn: ({ signal }) => call(getCustomerLabels, { params: { id: customerId }, signal }) });
  const may = useMay('customers:write');
  const [open, setOpen] = useState<'labels' | 'id'>();
  const close = () => {
    setOpen(undefined);
  };
  const keep = (labels: Labels) => {
    client.setQueryData(key, labels);
    close();
  };
  return (
    <Card
      title="Our own labels"
      action={
        may &&
        query.data !== undefined && (
          <Button
            size="small"
            onClick={() => {
              setOpen('labels');
            }}
          >
            Edit labels
          </Button>
        )
      }
    >
      <QueryStates query={query}>
        {(labels) => (
          <>
            <Facts
              facts={[
                ['Segments', <Segments key="segments" segments={labels.segments} />],
                ['Preferred currency', labels.preferredCurrency ?? 'As the account that sells to it'],
              ]}
            />
            <ExternalIds customerId={customerId} labels={labels} may={may} onKept={keep} />
            {may && (
              <div>
                <Button
                  size="small"
                  onClick={() => {
                    setOpen('id');
                  }}
                >
                  Add id of another system
                </Button>
              </div>
            )}
            {open === 'labels' && <LabelsDialog customerId={customerId} labels={labels} onKept={keep} onClose={close} />}
            {open === 'id' && <ExternalIdDialog customerId={customerId} onKept={keep} onClose={close} />}
          </>
        )}
      </QueryStates>
    </Card>
  );
}

function Segments({ segments }: { readonly segments: readonly string[] }) {
  if (segments.length === 0) return 'None';
  return segments.map((segment, index) => (
    <span key={segment}>
      {index > 0 && ', '}
      <TextLink to={`/customers?segment=${encodeURIComponent(segment)}`}>{segment}</TextLink>
    </span>
  ));
}

type ExternalIdsProps = {
  readonly customerId: string;
  readonly labels: Labels;
  readonly may: boolean;
  readonly onKept: (labels: Labels) => void;
};

function ExternalIds({ customerId, labels, may, onKept }: ExternalIdsProps) {
  const remove = useMutation({
    mutationFn: (entryId: string) => call(removeExternalId, { params: { id: customerId, entryId } }),
    onSuccess: onKept,
  });
  if (labels.externalIds.length === 0) return <p>No ids of other systems yet.</p>;
  return (
    <>
      {remove.isError && <ProblemMessage error={remove.error} title="The id was not removed" />}
      <SmallTable
        label="Ids in other systems"
        rows={labels.externalIds}
        rowId={(row) => row.id}
        columns={[
          { title: 'System', cell: (row) => row.system },
          { title: 'Id', cell: (row) => <CopyText text={row.externalId} /> },
          ...(may
            ? [
                {
                  title: 'Actions',
                  cell: (row: Labels['externalIds'][number]) => (
                    <Button
                      size="small"
                      disabledFocusable={remove.isPending}
                      aria-label={`Remove ${row.system} ${row.externalId}`}
                      onClick={() => {
                        if (!remove.isPending) remove.mutate(row.id);
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
    </>
  );
}

import { useQuery } from '@tanstack/react-query';
import { listNewFields } from '#contract/calls.ts';
import { call } from '../../lib/api.ts';
import { plural } from '../../lib/format.ts';
import { Card } from '../../ui/card.tsx';
import { SmallTable } from '../../ui/small-table.tsx';
import { QueryStates } from '../../ui/states.tsx';
import { When } from '../../ui/when.tsx';

/** Whether the form of the account's answers has changed since it was learned. */
export function NewFieldsCard({ connectionId }: { readonly connectionId: string }) {
  const query = useQuery({
    queryKey: [listNewFields.id, connectionId],
    queryFn: ({ signal }) => call(listNewFields, { params: { id: connectionId }, signal }),
  });
  return (
    <Card title="New fields in answers">
      <QueryStates query={query} rows={2}>
        {({ data, known }) =>
          data.length === 0 ? (
            <span>
              {known === 0
                ? 'No answer was looked through yet.'
                : `None. ${plural(known, 'field')} are known; one that comes new is told of once.`}
            </span>
          ) : (
            <>
              <span>Reading goes on as before; what is new is not used.</span>
              <SmallTable
                label="Fields that did not come before"
                rows={data}
                rowId={(row) => `${row.call} ${row.path}`}
                columns={[
                  { title: 'Field', cell: (row) => row.path },
                  { title: 'Call', cell: (row) => row.call },
                  { title: 'Since', cell: (row) => <When at={row.firstAt} /> },
                ]}
              />
            </>
          )
        }
      </QueryStates>
    </Card>
  );
}

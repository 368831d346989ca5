import { useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import type { EditState } from '#contract/contacts.ts';
import { billToFieldWords } from '../../../ui/bill-to-words.ts';
import { Card } from '../../../ui/card.tsx';
import { SmallTable } from '../../../ui/small-table.tsx';
import { StateBadge, type StateWord } from '../../../ui/state-badge.tsx';
import { QueryStates } from '../../../ui/states.tsx';
import { TextLink } from '../../../ui/text-link.tsx';
import { When } from '../../../ui/when.tsx';
import { changesQuery, editsQuery } from './queries.ts';

const stateWords: Readonly<Record<z.infer<typeof EditState>, StateWord>> = {
  local: { word: 'Only here', intent: 'neutral' },
  sent: { word: 'Sent', intent: 'info' },
  confirmed: { word: 'Confirmed by Microsoft', intent: 'success' },
  rejected: { word: 'Refused', intent: 'danger' },
  takenBack: { word: 'Taken back', intent: 'neutral' },
};

const fieldWordOf = (field: string): string => Object.entries(billToFieldWords).find(([name]) => name === field)?.[1] ?? field;

/** Changes that were made from here, and how far each is. */
export function EditsCard({ customerId }: { readonly customerId: string }) {
  const query = useQuery(editsQuery(customerId));
  return (
    <Card title="Changed from here">
      <QueryStates query={query} rows={3}>
        {(data) =>
          data.length === 0 ? (
            <span>Nothing was changed from here.</span>
          ) : (
            <SmallTable
              label="Changed from here"
              rows={data}
              rowId={(row) => row.planId}
              columns={[
                { title: 'What', cell: (row) => <TextLink to={`/plans/${row.planId}`}>{row.summary}</TextLink> },
                { title: 'State', cell: (row) => <StateBadge state={stateWords[row.state]} /> },
                { title: 'Why', cell: (row) => row.sentence ?? '–' },
                { title: 'By', cell: (row) => row.createdBy },
                { title: 'When', cell: (row) => <When at={row.createdAt} /> },
              ]}
            />
          )
        }
      </QueryStates>
      <TextLink to={`/activity?tab=conflicts&customer=${customerId}`}>What two sides changed, and whose value counts</TextLink>
    </Card>
  );
}

/** What the billing profile was before: each field with both values, and whether it was seen or written. */
export function ChangesCard({ customerId }: { readonly customerId: string }) {
  const query = useQuery(changesQuery(customerId));
  return (
    <Card title="What it was before">
      <QueryStates query={query} rows={3}>
        {(data) => {
          const rows = data.flatMap(({ changes, ...change }, index) =>
            Object.entries(changes).map(([field, values]) => ({ ...change, ...values, field, id: `${index} ${field}` })),
          );
          return rows.length === 0 ? (
            <span>Nothing has changed since it was first read.</span>
          ) : (
            <SmallTable
              label="What it was before"
              rows={rows}
              rowId={(row) => row.id}
              columns={[
                { title: 'When', cell: (row) => <When at={row.at} /> },
                { title: 'Field', cell: (row) => fieldWordOf(row.field) },
                { title: 'Before', cell: (row) => (row.before === '' ? '–' : row.before) },
                { title: 'After', cell: (row) => (row.after === '' ? '–' : row.after) },
                { title: 'Where', cell: (row) => row.connectionName },
                { title: 'How', cell: (row) => (row.cause === 'plan' ? 'Written from here' : 'Seen at Microsoft') },
              ]}
            />
          );
        }}
      </QueryStates>
    </Card>
  );
}

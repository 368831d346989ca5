import { Button } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import { listNoticeMutes, type NoticeMute } from '#contract/notice-mutes.ts';
import { call } from '../../lib/api.ts';
import { lacksPermission, useMay } from '../../lib/use-me.ts';
import { Card } from '../../ui/card.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { SmallTable } from '../../ui/small-table.tsx';
import { QueryStates } from '../../ui/states.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { When } from '../../ui/when.tsx';
import { useMutes } from './use-mutes.ts';
import { eventWordOf } from './words.ts';

/** What is muted, with the way back. */
export function MutedCard() {
  const may = useMay('connections:test');
  const { unmute, isBusy, error } = useMutes();
  const query = useQuery({ queryKey: [listNoticeMutes.id], queryFn: ({ signal }) => call(listNoticeMutes, { signal }) });
  return (
    <Card title="Muted">
      {error !== null && <ProblemMessage error={error} title="It is still muted" />}
      <QueryStates query={query} rows={2}>
        {({ data }) =>
          data.length === 0 ? (
            <p style={{ margin: 0 }}>
              Nothing. A customer or connection is muted where a notice tells of it, in{' '}
              <TextLink to="/activity?tab=notices">Activity, Notices</TextLink>; what is muted still stands there.
            </p>
          ) : (
            <SmallTable
              label="What is muted"
              rows={data}
              rowId={(row) => row.id}
              columns={[
                { title: 'What', cell: (row) => <What mute={row} /> },
                { title: 'Told of', cell: (row) => (row.event === null ? 'Nothing' : `All but “${eventWordOf(row.event)}”`) },
                { title: 'For', cell: (row) => row.channel?.name ?? 'All channels' },
                { title: 'Until', cell: (row) => (row.until === null ? 'Somebody unmutes it' : <When at={row.until} />) },
                { title: 'By', cell: (row) => row.mutedBy },
                {
                  title: 'Actions',
                  cell: (row) => (
                    <Button
                      size="small"
                      disabled={!may || isBusy}
                      {...(!may && { title: lacksPermission('connections:test') })}
                      aria-label={`Unmute ${wordOf(row)}`}
                      onClick={() => {
                        unmute.mutate(row.id);
                      }}
                    >
                      Unmute
                    </Button>
                  ),
                },
              ]}
            />
          )
        }
      </QueryStates>
    </Card>
  );
}

type MuteData = z.infer<typeof NoticeMute>;

const goneWords = { customer: 'A customer that is gone', connection: 'A connection that is gone' } as const;
const wordOf = ({ object }: MuteData): string => (object === null ? 'everything' : (object.name ?? goneWords[object.kind]));

function What({ mute }: { readonly mute: MuteData }) {
  const { object } = mute;
  if (object === null) return 'Everything';
  if (object.name === null) return wordOf(mute);
  return (
    <TextLink to={object.kind === 'customer' ? `/customers/${object.id}` : `/settings/connections/${object.id}`}>{object.name}</TextLink>
  );
}

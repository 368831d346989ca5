import { Button, makeStyles, Switch, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { formatNumber, plural } from '../../lib/format.ts';
import { Card } from '../../ui/card.tsx';
import { SmallTable } from '../../ui/small-table.tsx';
import { Empty, QueryStates } from '../../ui/states.tsx';
import { useToast } from '../../ui/toasts.tsx';
import { When } from '../../ui/when.tsx';
import { NewFieldsCard } from './new-fields-card.tsx';
import { callsQuery } from './queries.ts';

const useStyles = makeStyles({
  column: { display: 'flex', flexDirection: 'column', gap: tokens.spacingHorizontalL, minWidth: 0 },
  url: { overflowWrap: 'anywhere' },
});

/** What was asked of the account, newest first, and how fast it lets itself be asked. */
export function CallsCard({ connectionId }: { readonly connectionId: string }) {
  const styles = useStyles();
  const toast = useToast();
  const [refusedOnly, setRefusedOnly] = useState(false);
  const query = useQuery(callsQuery(connectionId, refusedOnly));
  return (
    <QueryStates query={query}>
      {({ calls, pace, inTheLastHour }) => (
        <div className={styles.column}>
          <Card title="Limits">
            <span>{plural(inTheLastHour, 'call')} in the last hour.</span>
            {pace.length === 0 ? (
              <span>Nothing learned yet: the pace shows itself with the first calls.</span>
            ) : (
              <SmallTable
                label="Pace of each part"
                rows={pace}
                rowId={(row) => row.part}
                columns={[
                  { title: 'Part', cell: (row) => row.part },
                  { title: 'Calls a minute', align: 'end', cell: (row) => formatNumber(row.callsAMinute) },
                  { title: 'Waits until', cell: (row) => (row.heldUntil === null ? '–' : <When at={row.heldUntil} />) },
                ]}
              />
            )}
          </Card>
          <NewFieldsCard connectionId={connectionId} />
          <Card
            title="Log"
            action={
              <Switch
                label="Refused only"
                checked={refusedOnly}
                onChange={(_, { checked }) => {
                  setRefusedOnly(checked);
                }}
              />
            }
          >
            {calls.length === 0 ? (
              <Empty title="No calls">{refusedOnly ? 'No call was refused.' : 'Nothing was asked of this account yet.'}</Empty>
            ) : (
              <SmallTable
                label="Calls, newest first"
                rows={calls}
                rowId={(row) => `${row.correlationId} ${row.at}`}
                columns={[
                  { title: 'When', cell: (row) => <When at={row.at} /> },
                  { title: 'Status', align: 'end', cell: (row) => row.status },
                  {
                    title: 'Call',
                    cell: (row) => (
                      <span className={styles.url}>
                        {row.method} {row.url}
                      </span>
                    ),
                  },
                  {
                    title: 'Copy',
                    cell: (row) => (
                      <Button
                        size="small"
                        aria-label={`Copy ${row.method} ${row.url} as curl`}
                        onClick={() => {
                          void navigator.clipboard.writeText(curlOf(row)).then(() => {
                            toast('Copied');
                          });
                        }}
                      >
                        curl
                      </Button>
                    ),
                  },
                ]}
              />
            )}
          </Card>
        </div>
      )}
    </QueryStates>
  );
}

/** The call as somebody can repeat it, with a token of his own: ours is never shown. */
const curlOf = ({
  method,
  url,
  correlationId,
}: {
  readonly method: string;
  readonly url: string;
  readonly correlationId: string;
}): string => `curl -X ${method} '${url.replaceAll("'", '%27')}' -H 'Authorization: Bearer $TOKEN' # was ${correlationId}`;

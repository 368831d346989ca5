import { Button, MessageBar, MessageBarBody, MessageBarTitle, makeStyles, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import { type AuditEvent, listAuditEvents } from '#contract/audit.ts';
import { useUrlState } from '../../lib/url-state.ts';
import { useList } from '../../lib/use-list.ts';
import { Facts } from '../../ui/card.tsx';
import { ListPage } from '../../ui/list-page.tsx';
import type { Column } from '../../ui/list-types.ts';
import { Panel } from '../../ui/panel.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { Empty } from '../../ui/states.tsx';
import { When } from '../../ui/when.tsx';
import { auditVerificationQuery } from './queries.ts';

type Row = z.infer<typeof AuditEvent>;

const columns: readonly Column<Row>[] = [
  { id: 'seq', title: 'No', grow: 1, min: 70, align: 'end', sort: 'seq', cell: (row) => row.seq },
  { id: 'at', title: 'When', grow: 2, min: 190, cell: (row) => <When at={row.at} /> },
  { id: 'actor', title: 'Who', grow: 2, min: 140, cell: (row) => row.actor },
  { id: 'action', title: 'Action', grow: 3, min: 160, card: 'heading', cell: (row) => row.action },
  { id: 'object', title: 'On', grow: 3, min: 160, cell: (row) => row.object },
  { id: 'result', title: 'Result', grow: 1, min: 100, cell: (row) => row.result },
  { id: 'reason', title: 'Reason', grow: 3, min: 140, cell: (row) => row.reason ?? '–' },
];

const useStyles = makeStyles({
  json: {
    margin: 0,
    padding: tokens.spacingHorizontalM,
    backgroundColor: tokens.colorNeutralBackground3,
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
  },
});

/** Every act with its actor; "Verify" checks the hash chain. */
export function AuditTab() {
  const [search, change] = useUrlState();
  const sort = search['sort']?.replace(/^-/, '') === 'seq' ? search['sort'] : undefined;
  const list = useList(listAuditEvents, { sort });
  const open = list.rows.find((row) => row.id === search['panel']);
  return (
    <>
      <Verification />
      <ListPage
        label="Audit log"
        things="events"
        list={list}
        columns={columns}
        rowId={(row) => row.id}
        rowName={(row) => `${row.action} by ${row.actor}`}
        sort={sort}
        onSort={(next) => {
          change({ sort: next });
        }}
        openId={search['panel']}
        onOpen={(row) => {
          change({ panel: row.id }, search['panel'] === undefined ? 'push' : 'replace');
        }}
        isFiltered={false}
        onClearFilters={() => undefined}
        empty={<Empty title="Nothing recorded yet">Every change and every write to another system appears here.</Empty>}
      />
      {open !== undefined && (
        <EventPanel
          event={open}
          onClose={() => {
            change({ panel: undefined });
          }}
        />
      )}
    </>
  );
}

function Verification() {
  const query = useQuery(auditVerificationQuery);
  return (
    <div>
      <Button
        disabled={query.isFetching}
        onClick={() => {
          void query.refetch();
        }}
      >
        {query.isFetching ? 'Verifying…' : 'Verify the log'}
      </Button>
      {query.isError && <ProblemMessage error={query.error} />}
      {query.data !== undefined && (
        <MessageBar intent={query.data.intact ? 'success' : 'error'} layout="multiline">
          <MessageBarBody style={{ whiteSpace: 'normal' }}>
            <MessageBarTitle>{query.data.intact ? 'The log is intact' : 'The log was changed'}</MessageBarTitle> {query.data.sentence}
          </MessageBarBody>
        </MessageBar>
      )}
    </div>
  );
}

function EventPanel({ event, onClose }: { readonly event: Row; readonly onClose: () => void }) {
  const styles = useStyles();
  return (
    <Panel title={event.action} onClose={onClose} isFloating>
      <Facts
        facts={[
          ['When', <When key="at" at={event.at} />],
          ['Who', event.actor],
          ['On behalf of', event.onBehalfOf ?? undefined],
          ['From', event.origin ?? undefined],
          ['On', event.object],
          ['Reason', event.reason ?? undefined],
          ['Result', event.result],
          ['Correlation id', event.correlationId ?? undefined],
          ['Hash', event.hash],
        ]}
      />
      <div>
        <h3>Before</h3>
        <pre className={styles.json}>{JSON.stringify(event.before, null, 2)}</pre>
        <h3>After</h3>
        <pre className={styles.json}>{JSON.stringify(event.after, null, 2)}</pre>
      </div>
    </Panel>
  );
}

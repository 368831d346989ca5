import { Button, makeStyles, Select, Switch, tokens } from '@fluentui/react-components';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { checkRegistration, decideRegistration, listRegistrations, switchRegistration } from '#contract/registrations.ts';
import { call, type ReplyOf } from '../../../lib/api.ts';
import { useMay } from '../../../lib/use-me.ts';
import { Card } from '../../../ui/card.tsx';
import { CustomersTabs } from '../../../ui/customers-tabs.tsx';
import { FormDialog } from '../../../ui/form-dialog.tsx';
import { Page } from '../../../ui/page.tsx';
import { ProblemMessage } from '../../../ui/problem-message.tsx';
import { useProved } from '../../../ui/proof.tsx';
import { ReasonDialog } from '../../../ui/reason-dialog.tsx';
import { SmallTable } from '../../../ui/small-table.tsx';
import { StateBadge } from '../../../ui/state-badge.tsx';
import { Empty, QueryStates } from '../../../ui/states.tsx';
import { TextLink } from '../../../ui/text-link.tsx';
import { When } from '../../../ui/when.tsx';
import { partnerAccountsQuery } from '../expected/queries.ts';
import { registrationWords } from './words.ts';

type Row = ReplyOf<typeof listRegistrations>['data'][number];
type Deciding = { readonly row: Row; readonly act: 'approve' | 'refuse' };

const useStyles = makeStyles({
  acts: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
  note: { color: tokens.colorNeutralForeground2, overflowWrap: 'anywhere' },
});

/** Companies that registered themselves: who has their domain already, whether it is proved theirs, and what we decide. */
export function RegistrationsPage() {
  const query = useQuery({ queryKey: [listRegistrations.id], queryFn: ({ signal }) => call(listRegistrations, { signal }) });
  const [deciding, setDeciding] = useState<Deciding>();
  const close = () => {
    setDeciding(undefined);
  };
  return (
    <Page title="Registrations" area="Customers">
      <CustomersTabs />
      <QueryStates query={query}>
        {({ open, data }) => (
          <>
            <Opening open={open} />
            {data.length === 0 ? (
              <Empty title="No company registered itself yet">Each is looked at here before it becomes a customer.</Empty>
            ) : (
              <Registrations rows={data} onDecide={setDeciding} />
            )}
          </>
        )}
      </QueryStates>
      {deciding?.act === 'approve' && <ApproveDialog row={deciding.row} onClose={close} />}
      {deciding?.act === 'refuse' && <RefuseDialog row={deciding.row} onClose={close} />}
    </Page>
  );
}

/** Who may open it to the world. */
function Opening({ open }: { readonly open: boolean }) {
  const client = useQueryClient();
  const proved = useProved();
  const may = useMay('connections:write');
  const change = useMutation({
    mutationFn: (wanted: boolean) => proved(() => call(switchRegistration, { body: { open: wanted } })),
    onSuccess: () => client.invalidateQueries({ queryKey: [listRegistrations.id] }),
  });
  return (
    <Card title="The public form">
      <Switch
        checked={open}
        disabled={!may || change.isPending}
        label={open ? 'Open: companies may register themselves' : 'Closed: nobody can register'}
        onChange={(_, { checked }) => {
          change.mutate(checked);
        }}
      />
      {open && (
        <div>
          Give this address to companies: <TextLink to="/register">{`${location.origin}/register`}</TextLink>
        </div>
      )}
      {change.isError && <ProblemMessage error={change.error} title="Nothing was changed" />}
    </Card>
  );
}

type RegistrationsProps = { readonly rows: readonly Row[]; readonly onDecide: (deciding: Deciding) => void };

function Registrations({ rows, onDecide }: RegistrationsProps) {
  const client = useQueryClient();
  const check = useMutation({
    mutationFn: (id: string) => call(checkRegistration, { params: { id } }),
    onSuccess: () => client.invalidateQueries({ queryKey: [listRegistrations.id] }),
  });
  return (
    <>
      {check.isError && <ProblemMessage error={check.error} title="The domain could not be checked" />}
      <SmallTable
        label="Registrations"
        rows={rows}
        rowId={(row) => row.id}
        columns={[
          { title: 'Company', cell: (row) => <Company row={row} /> },
          { title: 'Asked by', cell: (row) => <AskedBy row={row} /> },
          { title: 'Here already', cell: (row) => <Known row={row} /> },
          { title: 'State', cell: (row) => <StateBadge state={registrationWords[row.state]} /> },
          { title: 'Received', cell: (row) => <When at={row.createdAt} age /> },
          {
            title: 'Actions',
            cell: (row) =>
              row.state === 'pending' ? (
                <Acts row={row} onDecide={onDecide} onCheck={check.mutate} />
              ) : (
                `${row.decidedBy ?? ''}${row.reason === '' ? '' : `: ${row.reason}`}`
              ),
          },
        ]}
      />
    </>
  );
}

function Company({ row: { company, country, domain, provedAt } }: { readonly row: Row }) {
  return (
    <div>
      <div>{`${company}, ${country}`}</div>
      <div>{`${domain} (${provedAt === null ? 'not proved' : 'proved'})`}</div>
    </div>
  );
}

function AskedBy({ row: { contact, email, note } }: { readonly row: Row }) {
  const styles = useStyles();
  return (
    <div>
      <div>{`${contact}, ${email}`}</div>
      {note !== '' && <div className={styles.note}>{note}</div>}
    </div>
  );
}

function Known({ row: { known, sameDomain, customerId, expectedId } }: { readonly row: Row }) {
  return (
    <>
      <KnownLink customer={known?.customerId ?? customerId} expected={known?.expectedId ?? expectedId} name={known?.name} />
      {sameDomain > 0 && ` ${sameDomain} more with this domain`}
    </>
  );
}

type KnownProps = { readonly customer: string | null; readonly expected: string | null; readonly name: string | undefined };

function KnownLink({ customer, expected, name }: KnownProps) {
  if (customer !== null) return <TextLink to={`/customers/${customer}`}>{name ?? 'Customer'}</TextLink>;
  return expected === null ? '–' : <TextLink to={`/customers/expected?panel=${expected}`}>{name ?? 'Expected'}</TextLink>;
}

type ActsProps = { readonly row: Row; readonly onDecide: (deciding: Deciding) => void; readonly onCheck: (id: string) => void };

function Acts({ row, onDecide, onCheck }: ActsProps) {
  const styles = useStyles();
  if (!useMay('customers:write')) return '–';
  return (
    <span className={styles.acts}>
      {(['approve', 'refuse'] as const).map((act) => (
        <Button
          key={act}
          size="small"
          appearance={act === 'approve' ? 'primary' : 'secondary'}
          aria-label={`${act === 'approve' ? 'Approve' : 'Refuse'} ${row.company}`}
          onClick={() => {
            onDecide({ row, act });
          }}
        >
          {act === 'approve' ? 'Approve' : 'Refuse'}
        </Button>
      ))}
      {row.provedAt === null && (
        <Button
          size="small"
          aria-label={`Check domain of ${row.company}`}
          onClick={() => {
            onCheck(row.id);
          }}
        >
          Check domain
        </Button>
      )}
    </span>
  );
}

type DialogProps = { readonly row: Row; readonly onClose: () => void };

function ApproveDialog({ row, onClose }: DialogProps) {
  const accounts = useQuery(partnerAccountsQuery);
  const [chosen, setChosen] = useState('');
  const decide = useDecide(row, onClose);
  const connectionId = chosen === '' ? (accounts.data?.[0]?.id ?? '') : chosen;
  return (
    <FormDialog
      title={`Approve ${row.company}`}
      submit="Look up and approve"
      isBusy={decide.isPending || connectionId === ''}
      error={decide.error ?? accounts.error}
      onSubmit={() => {
        decide.mutate({ action: 'approve', connectionId });
      }}
      onClose={onClose}
    >
      <span>
        {row.domain} is looked up here and at Partner Center first: what is there is linked, else the company is expected and can be
        invited.
        {row.provedAt === null && ' Nobody has proved yet that the domain is its own.'}
      </span>
      {accounts.data?.length === 0 && <span role="alert">Connect a Partner Center account first.</span>}
      <Select
        aria-label="Partner Center account"
        value={connectionId}
        onChange={(_, { value }) => {
          setChosen(value);
        }}
      >
        {(accounts.data ?? []).map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </Select>
    </FormDialog>
  );
}

function RefuseDialog({ row, onClose }: DialogProps) {
  const decide = useDecide(row, onClose);
  return (
    <ReasonDialog
      title={`Refuse ${row.company}?`}
      submit="Refuse"
      isBusy={decide.isPending}
      error={decide.error}
      onSubmit={(reason) => {
        decide.mutate({ action: 'refuse', reason });
      }}
      onClose={onClose}
    >
      Whoever registered reads why: tell nothing of other customers.
    </ReasonDialog>
  );
}

type Decision = { action: 'approve'; connectionId: string } | { action: 'refuse'; reason: string };

function useDecide({ id }: Row, onDone: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Decision) => call(decideRegistration, { params: { id }, body }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: [listRegistrations.id] });
      onDone();
    },
  });
}

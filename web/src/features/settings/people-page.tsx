import {
  Button,
  Dropdown,
  Field,
  Input,
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  makeStyles,
  Option,
  tokens,
} from '@fluentui/react-components';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import type { z } from 'zod';
import { addPerson, changePerson, listPeople, type Person } from '#contract/people.ts';
import { Role, resellerRoles } from '#model/person.ts';
import { call } from '../../lib/api.ts';
import { useMay, useMe } from '../../lib/use-me.ts';
import { Card } from '../../ui/card.tsx';
import { CopyText } from '../../ui/copy-text.tsx';
import { Page } from '../../ui/page.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { useProved } from '../../ui/proof.tsx';
import { SettingsTabs } from '../../ui/settings-tabs.tsx';
import { SmallTable } from '../../ui/small-table.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { QueryStates } from '../../ui/states.tsx';
import { When } from '../../ui/when.tsx';
import { personWords, roleWords } from './words.ts';

type PersonData = z.infer<typeof Person>;
type RoleName = PersonData['role'];

const useStyles = makeStyles({ form: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM, alignItems: 'end' } });

/** Users and their roles. */
export function PeoplePage() {
  const query = useQuery({ queryKey: [listPeople.id], queryFn: ({ signal }) => call(listPeople, { signal }) });
  const may = useMay('people:write');
  return (
    <Page title="People" area="Settings">
      <SettingsTabs />
      <QueryStates query={query}>
        {({ data }) => (
          <>
            <Card title="Users">
              <People people={data} />
            </Card>
            {may && <AddPerson />}
          </>
        )}
      </QueryStates>
    </Page>
  );
}

function People({ people }: { readonly people: readonly PersonData[] }) {
  const client = useQueryClient();
  const proved = useProved();
  const me = useMe();
  const may = useMay('people:write');
  const change = useMutation({
    mutationFn: ({ id, ...body }: { id: string; role?: RoleName; state?: PersonData['state'] }) =>
      proved(() => call(changePerson, { params: { id }, body })),
    onSettled: () => client.invalidateQueries({ queryKey: [listPeople.id] }),
  });
  return (
    <>
      {change.isError && <ProblemMessage error={change.error} title="The user was not changed" />}
      <SmallTable
        label="Users"
        rows={people}
        rowId={(row) => row.id}
        columns={[
          { title: 'Name', cell: (row) => row.name },
          { title: 'E-mail', cell: (row) => row.email },
          {
            title: 'Role',
            cell: (row) =>
              may && row.id !== me?.id ? (
                <RoleChoice
                  label={`Role of ${row.name}`}
                  role={row.role}
                  onChoose={(role) => {
                    change.mutate({ id: row.id, role });
                  }}
                />
              ) : (
                roleWords[row.role]
              ),
          },
          { title: 'State', cell: (row) => <StateBadge state={personWords[row.state]} /> },
          { title: 'Last seen', cell: (row) => <When at={row.lastSeenAt} age /> },
          {
            title: 'Act',
            cell: (row) =>
              may && row.id !== me?.id ? (
                <Button
                  size="small"
                  disabled={change.isPending}
                  aria-label={`${row.state === 'active' ? 'Disable' : 'Enable'} ${row.name}`}
                  onClick={() => {
                    change.mutate({ id: row.id, state: row.state === 'active' ? 'disabled' : 'active' });
                  }}
                >
                  {row.state === 'active' ? 'Disable' : 'Enable'}
                </Button>
              ) : (
                '–'
              ),
          },
        ]}
      />
    </>
  );
}

type RoleChoiceProps = { readonly label: string; readonly role: RoleName; readonly onChoose: (role: RoleName) => void };

/** Roles of resellers are for people of a reseller, and all others for our own. */
const ourRoles = Role.options.filter((role) => !resellerRoles.some((each) => each === role));

function RoleChoice({ label, role, onChoose }: RoleChoiceProps) {
  return (
    <Dropdown
      aria-label={label}
      value={roleWords[role]}
      selectedOptions={[role]}
      style={{ minWidth: '160px' }}
      onOptionSelect={(_, { optionValue }) => {
        const chosen = Role.options.find((each) => each === optionValue);
        if (chosen !== undefined && chosen !== role) onChoose(chosen);
      }}
    >
      {(resellerRoles.some((each) => each === role) ? resellerRoles : ourRoles).map((each) => (
        <Option key={each} value={each}>
          {roleWords[each]}
        </Option>
      ))}
    </Dropdown>
  );
}

function AddPerson() {
  const styles = useStyles();
  const client = useQueryClient();
  const proved = useProved();
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<RoleName>('operator');
  const add = useMutation({
    mutationFn: () => proved(() => call(addPerson, { body: { name, email, role } })),
    onSuccess: () => {
      setName('');
      setEmail('');
      void client.invalidateQueries({ queryKey: [listPeople.id] });
    },
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!add.isPending) add.mutate();
  };
  return (
    <Card title="Add a user">
      <form className={styles.form} onSubmit={submit}>
        <Field label="Name">
          <Input
            value={name}
            onChange={(_, { value }) => {
              setName(value);
            }}
          />
        </Field>
        <Field label="E-mail">
          <Input
            type="email"
            value={email}
            onChange={(_, { value }) => {
              setEmail(value);
            }}
          />
        </Field>
        <Field label="Role">
          <RoleChoice label="Role" role={role} onChoose={setRole} />
        </Field>
        <Button type="submit" appearance="primary" disabled={add.isPending}>
          Add user
        </Button>
      </form>
      {add.isError && <ProblemMessage error={add.error} title="The user was not added" />}
      {add.data !== undefined && (
        <MessageBar intent="success" layout="multiline">
          <MessageBarBody style={{ whiteSpace: 'normal' }}>
            <MessageBarTitle>Hand this sign-in link to {add.data.name}. It works once and is not shown again.</MessageBarTitle>
            <CopyText text={add.data.signInLink} />
          </MessageBarBody>
        </MessageBar>
      )}
    </Card>
  );
}

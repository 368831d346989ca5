import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { changePerson, listPeople, makeSignInLink } from '#contract/people.ts';
import type { Role } from '#model/person.ts';
import { call, type ReplyOf } from '../../../lib/api.ts';
import { useMay, useMe } from '../../../lib/use-me.ts';
import { ProblemMessage } from '../../../ui/problem-message.tsx';
import { useProved } from '../../../ui/proof.tsx';
import { SmallTable } from '../../../ui/small-table.tsx';
import { StateBadge } from '../../../ui/state-badge.tsx';
import { When } from '../../../ui/when.tsx';
import { personWords, roleWords } from '../words.ts';
import { LinkToHandOver } from './link-to-hand-over.tsx';
import { RoleChoice } from './role-choice.tsx';

export type PersonData = ReplyOf<typeof listPeople>['data'][number];

const useStyles = makeStyles({ acts: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS } });

type PeopleTableProps = {
  readonly people: readonly PersonData[];
  /** Says of which reseller or customer somebody is: where people of several are together. */
  readonly withOrganisation?: boolean;
};

/** Users: their roles, a new link for who lost his, and taking rights away. Nobody changes himself. */
export function PeopleTable({ people, withOrganisation = false }: PeopleTableProps) {
  const me = useMe();
  const may = useMay('people:write');
  const { change, link } = usePersonActs();
  const isOpen = (row: PersonData): boolean => may && row.id !== me?.id;
  return (
    <>
      {change.isError && <ProblemMessage error={change.error} title="The user was not changed" />}
      {link.isError && <ProblemMessage error={link.error} title="No link was made" />}
      {link.data !== undefined && <LinkToHandOver name={link.variables.name} link={link.data.signInLink} />}
      <SmallTable
        label="Users"
        rows={people}
        rowId={(row) => row.id}
        columns={[
          { title: 'Name', cell: (row) => row.name },
          { title: 'E-mail', cell: (row) => row.email },
          ...(withOrganisation ? [{ title: 'Of', cell: (row: PersonData) => row.organisation?.name ?? row.customer?.name ?? 'Us' }] : []),
          {
            title: 'Role',
            cell: (row) =>
              isOpen(row) ? (
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
          { title: 'State', cell: (row) => <StateBadge state={stateOf(row)} /> },
          { title: 'Last seen', cell: (row) => <When at={row.lastSeenAt} age /> },
          { title: 'Actions', cell: (row) => (isOpen(row) ? <PersonActs person={row} acts={{ change, link }} /> : '–') },
        ]}
      />
    </>
  );
}

/** Who never opened his link is invited, and no more. */
const stateOf = ({ state, lastSeenAt }: PersonData) => personWords[state === 'active' && lastSeenAt === null ? 'invited' : state];

type Acts = ReturnType<typeof usePersonActs>;

function PersonActs({ person, acts: { change, link } }: { readonly person: PersonData; readonly acts: Acts }) {
  const styles = useStyles();
  const isActive = person.state === 'active';
  const word = isActive ? 'Disable' : 'Enable';
  return (
    <span className={styles.acts}>
      {isActive && (
        <Button
          size="small"
          disabledFocusable={link.isPending}
          aria-label={`New link for ${person.name}`}
          onClick={() => {
            if (!link.isPending) link.mutate(person);
          }}
        >
          New link
        </Button>
      )}
      <Button
        size="small"
        disabledFocusable={change.isPending}
        aria-label={`${word} ${person.name}`}
        onClick={() => {
          if (!change.isPending) change.mutate({ id: person.id, state: isActive ? 'disabled' : 'active' });
        }}
      >
        {word}
      </Button>
    </span>
  );
}

function usePersonActs() {
  const client = useQueryClient();
  const proved = useProved();
  const change = useMutation({
    mutationFn: ({ id, ...body }: { id: string; role?: Role; state?: PersonData['state'] }) =>
      proved(() => call(changePerson, { params: { id }, body })),
    onSettled: () => client.invalidateQueries({ queryKey: [listPeople.id] }),
  });
  const link = useMutation({
    mutationFn: ({ id }: { readonly id: string; readonly name: string }) => proved(() => call(makeSignInLink, { params: { id } })),
  });
  return { change, link };
}

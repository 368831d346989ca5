import { Button, Field, Input, makeStyles, tokens } from '@fluentui/react-components';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { addPerson, listPeople } from '#contract/people.ts';
import type { Role } from '#model/person.ts';
import { call } from '../../../lib/api.ts';
import { Card } from '../../../ui/card.tsx';
import { ProblemMessage } from '../../../ui/problem-message.tsx';
import { useProved } from '../../../ui/proof.tsx';
import { LinkToHandOver } from './link-to-hand-over.tsx';
import { RoleChoice } from './role-choice.tsx';

const useStyles = makeStyles({ form: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM, alignItems: 'end' } });

type AddPersonProps = {
  /** The reseller that the person is of; left out: our own, or that of whoever adds. */
  readonly organisationId?: string | undefined;
  /** The role to begin with; roles of the same kind can be chosen. */
  readonly first: Role;
};

/** Adds a user, who gets a link that is shown once. */
export function AddPerson({ organisationId, first }: AddPersonProps) {
  const styles = useStyles();
  const client = useQueryClient();
  const proved = useProved();
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>(first);
  const add = useMutation({
    mutationFn: () =>
      proved(() => call(addPerson, { body: { name, email, role, ...(organisationId !== undefined && { organisationId }) } })),
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
        <Button type="submit" appearance="primary" disabledFocusable={add.isPending}>
          Add user
        </Button>
      </form>
      {add.isError && <ProblemMessage error={add.error} title="The user was not added" />}
      {add.data !== undefined && <LinkToHandOver name={add.data.name} link={add.data.signInLink} />}
    </Card>
  );
}

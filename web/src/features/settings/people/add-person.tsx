import { Button, Field, Input, makeStyles, tokens } from '@fluentui/react-components';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, type SubmitEvent, useState } from 'react';
import { addPerson, listPeople } from '#contract/people.ts';
import type { Role } from '#model/person.ts';
import { call } from '../../../lib/api.ts';
import { Card } from '../../../ui/card.tsx';
import { ProblemMessage } from '../../../ui/problem-message.tsx';
import { useProved } from '../../../ui/proof.tsx';
import { LinkToHandOver } from './link-to-hand-over.tsx';
import { RoleChoice } from './role-choice.tsx';

// Beside the boxes, below their labels; a mistake below a box moves nothing.
const useStyles = makeStyles({
  act: { marginBlockStart: '26px' },
  form: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM, alignItems: 'start' },
});

type AddPersonProps = {
  /** The reseller that the person is of; left out: our own, or that of whoever adds. */
  readonly organisationId?: string | undefined;
  /** The role to begin with; roles of the same kind can be chosen. */
  readonly first: Role;
  /** The customer whose own user it is, and what it is chosen by. */
  readonly customer?: { readonly id: string | undefined; readonly picker: ReactNode };
};

const mistakesOf = (name: string, email: string) => ({
  ...(name.trim() === '' && { name: { validationMessage: 'Say who it is.' } }),
  ...(!email.includes('@') && { email: { validationMessage: 'Give an e-mail address.' } }),
});

/** Adds a user, who gets a link that is shown once. */
export function AddPerson({ organisationId, first, customer }: AddPersonProps) {
  const styles = useStyles();
  const client = useQueryClient();
  const proved = useProved();
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>(first);
  const title = customer === undefined ? 'Add a user' : 'Add a customer’s own user';
  const isReady = customer === undefined || customer.id !== undefined;
  const add = useMutation({
    mutationFn: () =>
      proved(() =>
        call(addPerson, {
          body: {
            ...{ name, email, role },
            ...(organisationId !== undefined && { organisationId }),
            ...(customer?.id !== undefined && { customerId: customer.id }),
          },
        }),
      ),
    onSuccess: () => {
      setTried(false);
      setName('');
      setEmail('');
      void client.invalidateQueries({ queryKey: [listPeople.id] });
    },
  });
  const [tried, setTried] = useState(false);
  const mistakes = mistakesOf(name, email);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setTried(true);
    if (!add.isPending && isReady && Object.keys(mistakes).length === 0) add.mutate();
  };
  return (
    <Card title={title}>
      {customer !== undefined && (
        <p style={{ margin: 0 }}>Sees that customer’s subscriptions, access and contact, without costs, and changes nothing.</p>
      )}
      <form className={styles.form} noValidate onSubmit={submit} aria-label={title}>
        <Field label="Name" {...(tried && mistakes.name)}>
          <Input
            value={name}
            onChange={(_, { value }) => {
              setName(value);
            }}
          />
        </Field>
        <Field label="E-mail" {...(tried && mistakes.email)}>
          <Input
            type="email"
            value={email}
            onChange={(_, { value }) => {
              setEmail(value);
            }}
          />
        </Field>
        {customer?.picker ?? (
          <Field label="Role">
            <RoleChoice label="Role" role={role} onChoose={setRole} />
          </Field>
        )}
        <Button type="submit" appearance="primary" className={styles.act} disabledFocusable={add.isPending || !isReady}>
          {customer === undefined ? 'Add user' : 'Add the customer’s user'}
        </Button>
      </form>
      {add.isError && <ProblemMessage error={add.error} title="The user was not added" />}
      {add.data !== undefined && <LinkToHandOver name={add.data.name} link={add.data.signInLink} />}
    </Card>
  );
}

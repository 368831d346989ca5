import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { z } from 'zod';
import { changeConnection } from '#contract/connection-changes.ts';
import { type Connection } from '#contract/connections.ts';
import { verifyConnection } from '#contract/verifications.ts';
import { call } from '../../lib/api.ts';
import { lacksPermission, useMay } from '../../lib/use-me.ts';
import { Card, Facts } from '../../ui/card.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { useProved } from '../../ui/proof.tsx';
import { useToast } from '../../ui/toasts.tsx';
import { AddField } from './add-field.tsx';
import { type Entries, type FormField, formFields, mistakesOfServer, secretsOf } from './add-form.ts';
import { MistakeSummary } from './add-mistakes.tsx';
import { useForm } from './add-use-form.ts';
import { useSteady } from './use-steady.ts';

type ConnectionData = z.infer<typeof Connection>;
type Props = { readonly connection: ConnectionData };

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL, paddingBlockStart: tokens.spacingVerticalS },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
  text: { margin: 0, color: tokens.colorNeutralForeground2 },
});

/** Which secrets are stored, never what they are; new ones are tried before they replace the old, and every check runs with them. */
export function ReplaceSecrets({ connection }: Props) {
  const styles = useStyles();
  const may = useMay('connections:write');
  const [isOpen, setIsOpen] = useState(false);
  const fields = formFields(connection.kind, 'secrets');
  const isSet = ({ name }: FormField): boolean => connection.secretsSet.includes(name);
  return (
    <Card title="Secrets">
      <Facts facts={fields.map((form) => [form.label, isSet(form) ? '•••• set' : 'Not set'])} />
      {isOpen ? (
        <SecretsForm
          connection={connection}
          fields={fields}
          isSet={isSet}
          onClose={() => {
            setIsOpen(false);
          }}
        />
      ) : (
        <div className={styles.actions}>
          <Button
            disabled={!may}
            {...(!may && { title: lacksPermission('connections:write') })}
            onClick={() => {
              setIsOpen(true);
            }}
          >
            Replace secrets…
          </Button>
        </div>
      )}
    </Card>
  );
}

type FormProps = Props & {
  readonly fields: readonly FormField[];
  readonly isSet: (form: FormField) => boolean;
  readonly onClose: () => void;
};

function SecretsForm({ connection, fields, isSet, onClose }: FormProps) {
  const styles = useStyles();
  const [entries, setEntries] = useState<Entries>({});
  const [isNothing, setIsNothing] = useState(false);
  const typed = fields.filter(({ name }) => (entries[name] ?? '').trim() !== '');
  const replace = useReplaceSecrets(connection, entries, () => {
    setEntries({});
    onClose();
  });
  const told = useSteady(replace.error, () => mistakesOfServer(replace.error, fields));
  // With a single secret there is nothing to keep beside it.
  const mayStay = (form: FormField): boolean => isSet(form) && fields.length > 1;
  const needed = fields.filter((form) => !mayStay(form) || typed.includes(form));
  const { summary, mistakes, showsSummary, propsOf, submit } = useForm({
    fields: needed,
    entries,
    onEntries: setEntries,
    told,
    onSend: () => {
      setIsNothing(typed.length === 0);
      if (typed.length > 0 && !replace.isPending) replace.mutate();
    },
  });
  return (
    <form className={styles.form} onSubmit={submit} noValidate aria-label="Replace secrets">
      {replace.isError && <ProblemMessage error={replace.error} title="The secrets were not replaced" />}
      {showsSummary && <MistakeSummary fields={fields} mistakes={mistakes} at={summary} />}
      <p className={styles.text} role={isNothing ? 'alert' : undefined}>
        {isNothing && typed.length === 0
          ? 'Enter at least one secret, or keep the stored ones.'
          : `${fields.length > 1 ? 'A field that you leave empty keeps what is stored. ' : ''}The account stays the same.`}
      </p>
      {fields.map((form) => (
        <AddField key={form.name} {...propsOf(form)} isOptional={mayStay(form)} />
      ))}
      <div className={styles.actions}>
        <Button type="submit" appearance="primary" disabledFocusable={replace.isPending}>
          {replace.isPending ? 'Checking the account…' : 'Replace secrets'}
        </Button>
        <Button onClick={onClose}>Keep them</Button>
      </div>
    </form>
  );
}

function useReplaceSecrets(connection: ConnectionData, entries: Entries, onDone: () => void) {
  const client = useQueryClient();
  const proved = useProved();
  const toast = useToast();
  const may = useMay('connections:test');
  const params = { id: connection.id };
  return useMutation({
    mutationFn: async () => {
      const changed = await proved(() => call(changeConnection, { params, body: { secrets: secretsOf(connection.kind, entries) } }));
      // Shows what every check says with the new ones; they are stored already, whatever comes of this.
      if (may && changed.state !== 'off') await call(verifyConnection, { params }).catch(() => undefined);
    },
    gcTime: 0, // nothing of the secrets is kept once the server has them
    onSuccess: async () => {
      toast('Secrets replaced');
      onDone();
      await client.invalidateQueries();
    },
  });
}

import { Button, Field, Input, makeStyles, tokens } from '@fluentui/react-components';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import type { z } from 'zod';
import { type Connection, changeConnection } from '#contract/connections.ts';
import { type BodyOf, call } from '../../lib/api.ts';
import { lacksPermission, useMay } from '../../lib/use-me.ts';
import { Card } from '../../ui/card.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { useProved } from '../../ui/proof.tsx';
import { useToast } from '../../ui/toasts.tsx';
import { longestName } from './add-form.ts';

type Props = { readonly connection: z.infer<typeof Connection> };

const useStyles = makeStyles({
  line: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM, alignItems: 'end' },
  name: { flex: '1 1 200px' },
  text: { margin: 0 },
});

/** The name of a connection, and whether it is read at all. */
export function ChangeName({ connection }: Props) {
  const styles = useStyles();
  const may = useMay('connections:write');
  const isOff = connection.state === 'off';
  const change = useChange(connection.id);
  const lacking = may ? {} : { disabled: true, title: lacksPermission('connections:write') };
  return (
    <Card title="Name and reading">
      {change.isError && <ProblemMessage error={change.error} title="The connection was not changed" />}
      <Rename
        key={connection.name}
        name={connection.name}
        lacking={lacking}
        onName={(name) => {
          if (!change.isPending) change.mutate({ name });
        }}
      />
      <p className={styles.text}>
        {isOff
          ? 'Paused: nothing is read or written here. What was read so far stays as it was, and grows old.'
          : 'Pausing stops all reading and writing here. Mapping and history stay.'}
      </p>
      <div>
        <Button
          {...lacking}
          disabledFocusable={change.isPending}
          onClick={() => {
            change.mutate({ paused: !isOff });
          }}
        >
          {isOff ? 'Resume connection' : 'Pause connection'}
        </Button>
      </div>
    </Card>
  );
}

type RenameProps = { readonly name: string; readonly lacking: { readonly disabled?: boolean }; readonly onName: (name: string) => void };

function Rename({ name, lacking, onName }: RenameProps) {
  const styles = useStyles();
  const [text, setText] = useState(name);
  const [tried, setTried] = useState(false);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setTried(true);
    if (text.trim() !== '' && text.trim() !== name) onName(text.trim());
  };
  return (
    <form className={styles.line} onSubmit={submit} noValidate>
      <Field label="Name" className={styles.name} {...(tried && text.trim() === '' && { validationMessage: 'Name is needed.' })}>
        <Input
          value={text}
          maxLength={longestName}
          autoComplete="off"
          {...lacking}
          onChange={(_, { value }) => {
            setText(value);
          }}
        />
      </Field>
      <Button type="submit" {...lacking}>
        Rename
      </Button>
    </form>
  );
}

function useChange(id: string) {
  const client = useQueryClient();
  const proved = useProved();
  const toast = useToast();
  return useMutation({
    mutationFn: (body: BodyOf<typeof changeConnection>) => proved(() => call(changeConnection, { params: { id }, body })),
    onSuccess: (_, body) => {
      if (body.name !== undefined) toast('Renamed');
      else toast(body.paused === true ? 'Paused' : 'Resumed');
      void client.invalidateQueries();
    },
  });
}

import { Button, Field, Input, makeStyles, tokens } from '@fluentui/react-components';
import { type SubmitEvent, useState } from 'react';
import type { z } from 'zod';
import type { Connection } from '#contract/connections.ts';
import { lacksPermission, useMay } from '../../lib/use-me.ts';
import { Card } from '../../ui/card.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { longestName } from './add-form.ts';
import { useChange } from './use-change.ts';

type Props = { readonly connection: z.infer<typeof Connection> };

const useStyles = makeStyles({
  line: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM, alignItems: 'end' },
  name: { flex: '1 1 200px' },
});

/** The name by which people here tell the connection from others. */
export function ChangeName({ connection }: Props) {
  const may = useMay('connections:write');
  const change = useChange(connection.id, () => 'Renamed');
  const lacking = may ? {} : { disabled: true, title: lacksPermission('connections:write') };
  return (
    <Card title="Name">
      {change.isError && <ProblemMessage error={change.error} title="The connection was not changed" />}
      <Rename
        key={connection.name}
        name={connection.name}
        lacking={lacking}
        onName={(name) => {
          if (!change.isPending) change.mutate({ name });
        }}
      />
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

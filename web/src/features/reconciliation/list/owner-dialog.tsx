import { Field, Input, Radio, RadioGroup } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { plural } from '../../../lib/format.ts';
import { useMe } from '../../../lib/use-me.ts';
import { FormDialog } from '../../../ui/form-dialog.tsx';
import { useToast } from '../../../ui/toasts.tsx';
import { assigneesQuery, useChangeWork } from '../queries.ts';
import type { NamedRow } from './use-acts.ts';

const nobody = 'nobody';

export type OwnerDialogProps = { readonly rows: readonly NamedRow[]; readonly onClose: () => void };

/** Who works on these differences, and until when. Oneself stands first and is chosen. */
export function OwnerDialog({ rows, onClose }: OwnerDialogProps) {
  const me = useMe();
  const people = useQuery(assigneesQuery).data ?? [];
  const [chosen, setChosen] = useState<string>();
  const [dueOn, setDueOn] = useState('');
  const save = useChangeWork();
  const toast = useToast();
  const owner = chosen ?? me?.id ?? nobody;
  const sorted = [...people.filter(({ personId }) => personId === me?.id), ...people.filter(({ personId }) => personId !== me?.id)];
  const submit = () => {
    const patch = { ownerId: owner === nobody ? null : owner, ...(dueOn !== '' && { dueOn }) };
    save.mutate(
      { rows, patch },
      {
        onSuccess: () => {
          onClose();
          toast(owner === nobody ? 'Nobody owns it now.' : `Given to ${people.find((each) => each.personId === owner)?.name ?? 'you'}.`);
        },
      },
    );
  };
  return (
    <FormDialog
      title={rows.length === 1 ? 'Who works on this difference?' : `Who works on ${plural(rows.length, 'difference')}?`}
      submit="Set owner"
      isBusy={save.isPending}
      error={save.error}
      onSubmit={submit}
      onClose={onClose}
    >
      <Field label="Owner">
        <RadioGroup
          value={owner}
          onChange={(_, { value }) => {
            setChosen(value);
          }}
        >
          {sorted.map(({ personId, name }) => (
            <Radio key={personId} value={personId} label={personId === me?.id ? `${name} (you)` : name} />
          ))}
          <Radio value={nobody} label="Nobody" />
        </RadioGroup>
      </Field>
      <Field label="Due (optional)">
        <Input
          type="date"
          value={dueOn}
          onChange={(_, { value }) => {
            setDueOn(value);
          }}
        />
      </Field>
    </FormDialog>
  );
}

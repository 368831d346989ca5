import { Checkbox, Text } from '@fluentui/react-components';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { changeAccountKinds, listAccountKinds } from '#contract/mapping-rules.ts';
import { call } from '../../lib/api.ts';
import { plural } from '../../lib/format.ts';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { Loading } from '../../ui/states.tsx';

/** Which kinds of companies at the PSA nobody bills: their accounts are neither matched nor offered. */
export function KindsDialog({ onChanged, onClose }: { readonly onChanged: () => void; readonly onClose: () => void }) {
  const client = useQueryClient();
  const kinds = useQuery({ queryKey: [listAccountKinds.id], queryFn: ({ signal }) => call(listAccountKinds, { signal }), staleTime: 0 });
  const [touched, setTouched] = useState<ReadonlyMap<string, boolean>>(new Map());
  const rows = (kinds.data?.kinds ?? []).map((row) => ({ ...row, isBilled: touched.get(row.name) ?? row.isBilled }));
  const save = useMutation({
    mutationFn: (version: number) =>
      call(changeAccountKinds, { body: { notBilled: rows.filter(({ isBilled }) => !isBilled).map(({ name }) => name), version } }),
    onSuccess: (saved) => {
      client.setQueryData([listAccountKinds.id], saved);
      onChanged();
      onClose();
    },
  });
  const version = kinds.data?.version;
  return (
    <FormDialog
      title="Kinds that are billed"
      submit="Save"
      cancel="Close"
      isBusy={version === undefined || touched.size === 0 || save.isPending}
      error={save.error ?? kinds.error}
      errorTitle="That did not work"
      onSubmit={() => {
        if (version !== undefined) save.mutate(version);
      }}
      onClose={onClose}
    >
      <Text>An account all of whose kinds nobody bills is neither matched nor offered. What is mapped already stays as it is.</Text>
      {kinds.isPending && <Loading rows={4} label="Reading the kinds" />}
      {kinds.data !== undefined && rows.length === 0 && <Text>The accounts of your PSA have no kinds.</Text>}
      {rows.map(({ name, accounts, isBilled }) => (
        <Checkbox
          key={name}
          checked={isBilled}
          label={`${name}, ${plural(accounts, 'account')}`}
          onChange={(_, { checked }) => {
            setTouched(new Map(touched).set(name, checked === true));
          }}
        />
      ))}
    </FormDialog>
  );
}

import { Checkbox, Field, makeStyles, Select, tokens } from '@fluentui/react-components';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { changeFieldOwners, getCustomerDetails, getFieldOwners } from '#contract/customer-details.ts';
import { call } from '../../../lib/api.ts';
import { FormDialog } from '../../../ui/form-dialog.tsx';
import { QueryStates } from '../../../ui/states.tsx';
import { detailFieldWords, ownerWords } from '../words.ts';
import { contactsChanged } from './queries.ts';

const useStyles = makeStyles({
  row: { display: 'grid' },
  agreed: { justifySelf: 'end', marginBottom: tokens.spacingVerticalS },
});

type OwnersDialogProps = { readonly customerId: string; readonly onClose: () => void };

/** Whose each field is, for all customers. What was kept here stays kept. */
export function OwnersDialog({ customerId, onClose }: OwnersDialogProps) {
  const client = useQueryClient();
  const query = useQuery({ queryKey: [getFieldOwners.id], queryFn: ({ signal }) => call(getFieldOwners, { signal }) });
  const styles = useStyles();
  const [chosen, setChosen] = useState<Readonly<Record<string, string>>>({});
  const [agreed, setAgreed] = useState<Readonly<Record<string, boolean>>>({});
  const keep = useMutation({
    mutationFn: async () => {
      if (query.data === undefined) return;
      const { data, version } = query.data;
      const owners = Object.fromEntries(
        data.flatMap(({ field, choices }) =>
          choices.filter((choice) => choice === chosen[field]).map((choice) => [field, choice] as const),
        ),
      );
      const kept = data.flatMap(({ field, isAgreed }) =>
        field === 'name' || field === 'registrationNumber' || !(agreed[field] ?? isAgreed ?? false) ? [] : [field],
      );
      await call(changeFieldOwners, { body: { owners, version, ...(Object.keys(agreed).length > 0 && { agreed: kept }) } });
    },
    onSuccess: async () => {
      const changed = [getFieldOwners.id, getCustomerDetails.id].map((id) => client.invalidateQueries({ queryKey: [id] }));
      await Promise.all([...changed, contactsChanged(client, customerId)]);
      onClose();
    },
  });
  return (
    <FormDialog
      title="Who owns which field"
      submit="Save for all customers"
      isBusy={keep.isPending}
      error={keep.error}
      onSubmit={() => {
        keep.mutate();
      }}
      onClose={onClose}
    >
      <span>
        For every customer. A value that was kept here is never thrown away by this: it stands aside until the field is ours again.
      </span>
      <QueryStates query={query} rows={6}>
        {({ data }) =>
          data.map(({ field, owner, choices, isAgreed }) => (
            <div key={field} className={styles.row}>
              <Field label={detailFieldWords[field]} orientation="horizontal">
                <Select
                  value={chosen[field] ?? owner}
                  onChange={(_, { value }) => {
                    setChosen({ ...chosen, [field]: value });
                  }}
                >
                  {choices.map((choice) => (
                    <option key={choice} value={choice}>
                      {ownerWords[choice]}
                    </option>
                  ))}
                </Select>
              </Field>
              {isAgreed !== null && (
                <Checkbox
                  className={styles.agreed}
                  label="Resellers may have it changed without a decision"
                  checked={agreed[field] ?? isAgreed}
                  onChange={(_, { checked }) => {
                    setAgreed({ ...agreed, [field]: checked === true });
                  }}
                />
              )}
            </div>
          ))
        }
      </QueryStates>
    </FormDialog>
  );
}

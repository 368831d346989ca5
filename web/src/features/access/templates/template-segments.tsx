import { Field, Input } from '@fluentui/react-components';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { listAccess, listAccessTemplates } from '#contract/access.ts';
import { chooseTemplateSegments, listSegments } from '#contract/customer-labels.ts';
import { wordsIn } from '#lib/words-in.ts';
import { call } from '../../../lib/api.ts';
import { FormDialog } from '../../../ui/form-dialog.tsx';
import type { ListedTemplate } from './draft.ts';

/** Whose template it is; the board tells what that means for each customer. */
function useChooseSegments() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, segments }: { readonly id: string; readonly segments: readonly string[] }) =>
      call(chooseTemplateSegments, { params: { id }, body: { segments: [...segments] } }),
    onSettled: () => Promise.all([listAccessTemplates, listAccess].map((route) => client.invalidateQueries({ queryKey: [route.id] }))),
  });
}

/** Which segments of the partner's own name the template. */
export function TemplateSegments({ template, onClose }: { readonly template: ListedTemplate; readonly onClose: () => void }) {
  const [text, setText] = useState(template.segments.join(', '));
  const { data: known } = useQuery({
    queryKey: [listSegments.id],
    queryFn: async ({ signal }) => (await call(listSegments, { signal })).data,
  });
  const choose = useChooseSegments();
  return (
    <FormDialog
      title={`Segments of ${template.name}`}
      submit="Save"
      isBusy={choose.isPending}
      error={choose.error}
      onClose={onClose}
      onSubmit={() => {
        choose.mutate({ id: template.id, segments: wordsIn(text) }, { onSuccess: onClose });
      }}
    >
      <p>
        Customers of these segments get this template proposed when access is asked for. Segments are groups of your own, none of
        Microsoft’s. A segment names one template: one that named another moves here.
      </p>
      <Field
        label="Segments (optional)"
        hint={
          known === undefined || known.length === 0
            ? 'Names, separated by commas.'
            : `Names, separated by commas. In use: ${known.map(({ segment }) => segment).join(', ')}.`
        }
      >
        <Input
          value={text}
          onChange={(_, { value }) => {
            setText(value);
          }}
        />
      </Field>
    </FormDialog>
  );
}

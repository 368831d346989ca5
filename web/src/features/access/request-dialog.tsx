import { Dropdown, Field, Option } from '@fluentui/react-components';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { saveAccessTemplate } from '#contract/access.ts';
import { call } from '../../lib/api.ts';
import { plural } from '../../lib/format.ts';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { type Draft, emptyDraft, isComplete, mistakesOf, toTemplate } from './templates/draft.ts';
import { templatesQuery } from './templates/queries.ts';
import { TemplateFields } from './templates/template-fields.tsx';
import { usePreviewAccess } from './use-access-acts.ts';

const isNew = 'new';

/** Keeps a new template first; then what it asks for is previewed. */
function useRequest(customerIds: string[], onDone: () => void) {
  const preview = usePreviewAccess();
  const save = useMutation({ mutationFn: (draft: Draft) => call(saveAccessTemplate, { body: toTemplate(draft) }) });
  const ask = (templateId: string) => {
    preview.mutate({ act: 'request', templateId, customerIds }, { onSuccess: onDone });
  };
  return {
    ask,
    askNew: (draft: Draft) => {
      save.mutate(draft, {
        onSuccess: ({ id }) => {
          ask(id);
        },
      });
    },
    isBusy: save.isPending || preview.isPending,
    error: save.error ?? preview.error,
  };
}

/** Asks some customers for access, from a template that is there or a new one. */
export function RequestDialog({ customerIds, onClose }: { readonly customerIds: string[]; readonly onClose: () => void }) {
  const templates = useQuery(templatesQuery).data ?? [];
  const [chosen, setChosen] = useState<string>();
  const [draft, setDraft] = useState(emptyDraft);
  const [tried, setTried] = useState(false);
  const request = useRequest(customerIds, onClose);
  const template = chosen ?? templates[0]?.id ?? isNew;
  const submit = () => {
    setTried(true);
    if (template !== isNew) request.ask(template);
    else if (isComplete(draft)) request.askNew(draft);
  };
  return (
    <FormDialog
      title={`Request access to ${plural(customerIds.length, 'customer')}`}
      submit="Preview the requests"
      isBusy={request.isBusy}
      error={request.error}
      onClose={onClose}
      onSubmit={submit}
    >
      <Field
        label="Template"
        hint={
          <>
            Roles, for how long, and which groups get them when the customer has approved.{' '}
            <TextLink to="/customers/access/templates" inline>
              All templates
            </TextLink>
          </>
        }
      >
        <Dropdown
          value={templates.find(({ id }) => id === template)?.name ?? 'A new one'}
          selectedOptions={[template]}
          onOptionSelect={(_, { optionValue }) => {
            setChosen(optionValue);
          }}
        >
          {templates.map(({ id, name }) => (
            <Option key={id} value={id}>
              {name}
            </Option>
          ))}
          <Option value={isNew}>A new one</Option>
        </Dropdown>
      </Field>
      {template === isNew && <TemplateFields draft={draft} mistakes={tried ? mistakesOf(draft) : undefined} onChange={setDraft} />}
    </FormDialog>
  );
}

import { Checkbox, Dropdown, Field, Input, Option } from '@fluentui/react-components';
import { queryOptions, useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { listAccessTemplates, saveAccessTemplate } from '#contract/access.ts';
import { globalAdministrator, roleNames } from '#model/access-roles.ts';
import { call } from '../../lib/api.ts';
import { plural } from '../../lib/format.ts';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { usePreviewAccess } from './use-access-acts.ts';

type Draft = {
  readonly name: string;
  readonly days: string;
  readonly roleIds: readonly string[];
  readonly groups: string;
  readonly extends: boolean;
};
const emptyDraft: Draft = { name: '', days: '730', roleIds: [], groups: '', extends: true };
const isNew = 'new';
const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const groupsOf = ({ groups }: Draft): string[] => groups.split(/[\s,]+/).filter((word) => word !== '');

/** What is missing before it can be sent, by field. */
function mistakesOf(draft: Draft) {
  return {
    name: draft.name.trim() === '' ? 'Give it a name.' : null,
    days: /^\d{1,3}$/.test(draft.days) && Number(draft.days) >= 1 && Number(draft.days) <= 730 ? null : 'From 1 to 730 days.',
    roles: draft.roleIds.length === 0 ? 'Choose at least one role.' : null,
    groups: groupsOf(draft).every((id) => guid.test(id)) ? null : 'Ids of groups, as Entra shows them.',
  };
}

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

const toTemplate = (draft: Draft) => ({
  name: draft.name.trim(),
  roleIds: [...draft.roleIds],
  durationDays: Number(draft.days),
  autoExtends: draft.extends && !draft.roleIds.includes(globalAdministrator),
  groups: groupsOf(draft).map((groupId) => ({ groupId, roleIds: [] })),
});

const templatesQuery = queryOptions({
  queryKey: [listAccessTemplates.id],
  queryFn: ({ signal }) => call(listAccessTemplates, { signal }),
});

/** Asks some customers for access, from a template that is there or a new one. */
export function RequestDialog({ customerIds, onClose }: { readonly customerIds: string[]; readonly onClose: () => void }) {
  const templates = useQuery(templatesQuery).data?.data ?? [];
  const [chosen, setChosen] = useState<string>();
  const [draft, setDraft] = useState(emptyDraft);
  const [tried, setTried] = useState(false);
  const request = useRequest(customerIds, onClose);
  const template = chosen ?? templates[0]?.id ?? isNew;
  const submit = () => {
    setTried(true);
    if (template !== isNew) request.ask(template);
    else if (Object.values(mistakesOf(draft)).every((mistake) => mistake === null)) request.askNew(draft);
  };
  return (
    <FormDialog
      title={`Request access to ${plural(customerIds.length, 'customer')}`}
      submit="Preview the requests"
      cancel="Leave without"
      isBusy={request.isBusy}
      error={request.error}
      onClose={onClose}
      onSubmit={submit}
    >
      <Field label="Template" hint="Roles, for how long, and which groups get them when the customer has approved.">
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
      {template === isNew && <DraftFields draft={draft} mistakes={tried ? mistakesOf(draft) : undefined} onChange={setDraft} />}
    </FormDialog>
  );
}

type DraftFieldsProps = {
  readonly draft: Draft;
  readonly mistakes: ReturnType<typeof mistakesOf> | undefined;
  readonly onChange: (draft: Draft) => void;
};

function DraftFields({ draft, mistakes, onChange }: DraftFieldsProps) {
  const toggled = (id: string): readonly string[] =>
    draft.roleIds.includes(id) ? draft.roleIds.filter((each) => each !== id) : [...draft.roleIds, id];
  const isBound = draft.roleIds.includes(globalAdministrator);
  return (
    <>
      <Field label="Name" required validationMessage={mistakes?.name ?? null}>
        <Input
          value={draft.name}
          maxLength={30}
          onChange={(_, { value }) => {
            onChange({ ...draft, name: value });
          }}
        />
      </Field>
      <Field label="Roles" required validationMessage={mistakes?.roles ?? null}>
        <div role="group" aria-label="Roles">
          {Object.entries(roleNames).map(([id, name]) => (
            <Checkbox
              key={id}
              label={name}
              checked={draft.roleIds.includes(id)}
              onChange={() => {
                onChange({ ...draft, roleIds: toggled(id) });
              }}
            />
          ))}
        </div>
      </Field>
      <Field label="Days" required validationMessage={mistakes?.days ?? null} hint="Microsoft allows two years at most.">
        <Input
          value={draft.days}
          inputMode="numeric"
          onChange={(_, { value }) => {
            onChange({ ...draft, days: value });
          }}
        />
      </Field>
      <Checkbox
        label={isBound ? 'Extends itself: not possible with Global Administrator' : 'Extends itself by half a year'}
        checked={draft.extends && !isBound}
        disabled={isBound}
        onChange={(_, { checked }) => {
          onChange({ ...draft, extends: checked === true });
        }}
      />
      <Field
        label="Groups (optional)"
        validationMessage={mistakes?.groups ?? null}
        hint="Without a group nobody has access, even when the customer approved."
      >
        <Input
          value={draft.groups}
          onChange={(_, { value }) => {
            onChange({ ...draft, groups: value });
          }}
        />
      </Field>
    </>
  );
}

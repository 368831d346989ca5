import { Dropdown, Field, MessageBar, MessageBarBody, Option } from '@fluentui/react-components';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { saveAccessTemplate } from '#contract/access.ts';
import { call } from '../../lib/api.ts';
import { formatNumber, plural } from '../../lib/format.ts';
import { Facts } from '../../ui/card.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import type { Row } from './access-columns.tsx';
import { type Draft, emptyDraft, isComplete, mistakesOf, type Template, toTemplate } from './templates/draft.ts';
import { templatesQuery } from './templates/queries.ts';
import { TemplateFields } from './templates/template-fields.tsx';
import { usePreviewAccess } from './use-access-acts.ts';

const isNew = 'new';
const bySegment = 'bySegment';
const bySegmentWord = 'What their segments name';

/** Of whom the choice is: what the board shows of him. */
type Asked = Pick<Row, 'customerId' | 'name' | 'templates'>;

/** Keeps a new template first; then what it asks for is previewed. */
function useRequest(customerIds: string[], onDone: () => void) {
  const preview = usePreviewAccess();
  const save = useMutation({ mutationFn: (draft: Draft) => call(saveAccessTemplate, { body: toTemplate(draft) }) });
  const ask = (templateId: string | undefined) => {
    preview.mutate({ act: 'request', customerIds, ...(templateId !== undefined && { templateId }) }, { onSuccess: onDone });
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
export function RequestDialog({ customers, onClose }: { readonly customers: readonly Asked[]; readonly onClose: () => void }) {
  const customerIds = customers.map(({ customerId }) => customerId);
  const isNamed = customers.some((customer) => customer.templates.length === 1);
  const templates = useQuery(templatesQuery).data ?? [];
  const [chosen, setChosen] = useState<string>();
  const [draft, setDraft] = useState(emptyDraft);
  const [tried, setTried] = useState(false);
  const request = useRequest(customerIds, onClose);
  const template = chosen ?? (isNamed ? bySegment : (templates[0]?.id ?? isNew));
  const submit = () => {
    setTried(true);
    if (template === bySegment) request.ask(undefined);
    else if (template !== isNew) request.ask(template);
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
      <TemplateChoice template={template} isNamed={isNamed} templates={templates} onChoose={setChosen} />
      {template === bySegment && <BySegment customers={customers} />}
      {template === isNew && <TemplateFields draft={draft} mistakes={tried ? mistakesOf(draft) : undefined} onChange={setDraft} />}
    </FormDialog>
  );
}

type ChoiceProps = {
  readonly template: string;
  /** Segments of somebody name one. */
  readonly isNamed: boolean;
  readonly templates: readonly Template[];
  readonly onChoose: (template: string) => void;
};

function TemplateChoice({ template, isNamed, templates, onChoose }: ChoiceProps) {
  return (
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
        value={template === bySegment ? bySegmentWord : (templates.find(({ id }) => id === template)?.name ?? 'A new one')}
        selectedOptions={[template]}
        onOptionSelect={(_, { optionValue }) => {
          if (optionValue !== undefined) onChoose(optionValue);
        }}
      >
        {isNamed && <Option value={bySegment}>{bySegmentWord}</Option>}
        {templates.map(({ id, name }) => (
          <Option key={id} value={id}>
            {name}
          </Option>
        ))}
        <Option value={isNew}>A new one</Option>
      </Dropdown>
    </Field>
  );
}

const mostNamed = 5;
const namesOf = (customers: readonly Asked[]): string =>
  [
    ...customers.slice(0, mostNamed).map(({ name }) => name),
    ...(customers.length > mostNamed ? [`and ${formatNumber(customers.length - mostNamed)} more`] : []),
  ].join(', ');

/** Which template is for whom, and who is left out because nobody can tell. */
function BySegment({ customers }: { readonly customers: readonly Asked[] }) {
  const decided = Map.groupBy(
    customers.filter(({ templates }) => templates.length === 1),
    ({ templates }) => templates[0]?.name ?? '',
  );
  const undecided = customers.filter(({ templates }) => templates.length > 1);
  const none = customers.filter(({ templates }) => templates.length === 0);
  return (
    <>
      <Facts facts={[...decided].map(([name, those]) => [name, namesOf(those)] as const)} />
      {undecided.length + none.length > 0 && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>
            {undecided.length > 0 && `Left out, because their segments name several templates: ${namesOf(undecided)}. `}
            {none.length > 0 && `Left out, because no segment of theirs names a template: ${namesOf(none)}. `}
            Ask for them by themselves, with a template that you choose.
          </MessageBarBody>
        </MessageBar>
      )}
    </>
  );
}

import { useState } from 'react';
import { FormDialog } from '../../../ui/form-dialog.tsx';
import { draftOf, emptyDraft, isComplete, mistakesOf, type Template } from './draft.ts';
import { useKeepTemplate } from './queries.ts';
import { TemplateFields } from './template-fields.tsx';

/** A new template, or a new version of one. */
export function TemplateDialog({ template, onClose }: { readonly template: Template | undefined; readonly onClose: () => void }) {
  const [draft, setDraft] = useState(template === undefined ? emptyDraft : draftOf(template));
  const [tried, setTried] = useState(false);
  const keep = useKeepTemplate(template);
  return (
    <FormDialog
      title={template === undefined ? 'Add a template' : `Change ${template.name}`}
      submit={template === undefined ? 'Add the template' : `Keep as version ${String(template.version + 1)}`}
      isBusy={keep.isPending}
      error={keep.error}
      onClose={onClose}
      onSubmit={() => {
        setTried(true);
        if (isComplete(draft)) keep.mutate(draft, { onSuccess: onClose });
      }}
    >
      <TemplateFields draft={draft} mistakes={tried ? mistakesOf(draft) : undefined} onChange={setDraft} />
    </FormDialog>
  );
}

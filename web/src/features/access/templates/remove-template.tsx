import { FormDialog } from '../../../ui/form-dialog.tsx';
import type { Template } from './draft.ts';
import { useRemoveTemplate } from './queries.ts';

/** What was asked for with it stays as it was asked. */
export function RemoveTemplate({ template, onClose }: { readonly template: Template; readonly onClose: () => void }) {
  const remove = useRemoveTemplate();
  return (
    <FormDialog
      title={`Remove ${template.name}?`}
      submit={`Remove ${template.name}`}
      cancel="Keep it"
      isBusy={remove.isPending}
      error={remove.error}
      onClose={onClose}
      onSubmit={() => {
        remove.mutate(template, { onSuccess: onClose });
      }}
    >
      <span>Relationships and requests that were made with it stay as they are. The template and its versions are gone.</span>
    </FormDialog>
  );
}

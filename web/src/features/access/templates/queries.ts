import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import {
  changeAccessTemplate,
  listAccessTemplates,
  listAccessTemplateVersions,
  removeAccessTemplate,
  saveAccessTemplate,
} from '#contract/access.ts';
import { call } from '../../../lib/api.ts';
import { type Draft, type Template, toTemplate } from './draft.ts';

export const templatesQuery = queryOptions({
  queryKey: [listAccessTemplates.id],
  queryFn: async ({ signal }) => (await call(listAccessTemplates, { signal })).data,
});

export const versionsQuery = (id: string) =>
  queryOptions({
    queryKey: [listAccessTemplates.id, id],
    queryFn: async ({ signal }) => (await call(listAccessTemplateVersions, { params: { id }, signal })).data,
  });

function useWrite<Input>(write: (input: Input) => Promise<unknown>) {
  const client = useQueryClient();
  return useMutation({ mutationFn: write, onSettled: () => client.invalidateQueries({ queryKey: [listAccessTemplates.id] }) });
}

/** Changes the template that was looked at; without one, makes it. */
export const useKeepTemplate = (before: Template | undefined) =>
  useWrite((draft: Draft) =>
    before === undefined
      ? call(saveAccessTemplate, { body: toTemplate(draft) })
      : call(changeAccessTemplate, { params: { id: before.id }, body: { ...toTemplate(draft, before), version: before.version } }),
  );

export const useRemoveTemplate = () => useWrite(({ id }: Template) => call(removeAccessTemplate, { params: { id } }));

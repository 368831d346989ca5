import type { z } from 'zod';
import * as contract from '../contract/access.ts';
import { chooseTemplateSegments } from '../contract/customer-labels.ts';
import {
  type ChangedTemplate,
  changeTemplate,
  chooseSegments,
  listTemplates,
  listTemplateVersions,
  removeTemplate,
  saveTemplate,
  type Template,
} from '../features/access/index.ts';
import { publicId } from '../model/ids.ts';
import { type Good, good, handle, type Mounted, type Refusal, refuse } from './handle.ts';

type TemplateReply = z.input<typeof contract.AccessTemplate>;

export const noTemplate = refuse('not_found', 'There is no such template.');

export const accessTemplateRoutes: readonly Mounted[] = [
  handle(contract.listAccessTemplates, async ({ context }) =>
    good({
      data: (await listTemplates(context)).map(({ segments, ...template }) => ({ ...presentTemplate(template), segments: [...segments] })),
    }),
  ),
  handle(contract.saveAccessTemplate, async ({ context, body }) => good(presentTemplate(await saveTemplate(context, body)))),
  handle(contract.changeAccessTemplate, async ({ context, params, body }) =>
    changedTemplate(await changeTemplate(context, params.id, body)),
  ),
  handle(chooseTemplateSegments, async ({ context, params, body }) => {
    const segments = await chooseSegments(context, params.id, body.segments);
    return segments === undefined ? noTemplate : good({ segments: [...segments] });
  }),
  handle(contract.listAccessTemplateVersions, async ({ context, params }) => {
    const versions = await listTemplateVersions(context, params.id);
    return versions === undefined ? noTemplate : good({ data: versions.map(presentTemplate) });
  }),
  handle(contract.removeAccessTemplate, async ({ context, params }) =>
    (await removeTemplate(context, params.id)) ? good(undefined) : noTemplate,
  ),
];

function changedTemplate(changed: ChangedTemplate): Good<TemplateReply> | Refusal {
  switch (changed.status) {
    case 'changed':
      return good(presentTemplate(changed.template));
    case 'absent':
      return noTemplate;
    case 'changed_since':
      return refuse('precondition_failed', 'This template was changed since you looked.', { hint: 'Look at it again.' });
    case 'name_taken':
      return refuse('duplicate', 'There is a template of this name.', { hint: 'Choose another name, or change that template.' });
  }
}

const presentTemplate = ({ templateId, changedAt, ...template }: Template): TemplateReply => ({
  ...template,
  id: publicId('accessTemplate', templateId),
  roleIds: [...template.roleIds],
  groups: template.groups.map((each) => ({ ...each })),
  changedAt: changedAt.toString(),
});

import type { z } from 'zod';
import type { AccessTemplate, ListedAccessTemplate, saveAccessTemplate } from '#contract/access.ts';
import { globalAdministrator } from '#model/access-roles.ts';
import type { BodyOf } from '../../../lib/api.ts';

export type Template = z.output<typeof AccessTemplate>;
/** As it is listed: with whose template it is. */
export type ListedTemplate = z.output<typeof ListedAccessTemplate>;

/** A template as it is written in the form: numbers and ids as text. */
export type Draft = {
  readonly name: string;
  readonly days: string;
  readonly roleIds: readonly string[];
  readonly groups: string;
  readonly extends: boolean;
};
export const emptyDraft: Draft = { name: '', days: '730', roleIds: [], groups: '', extends: true };

export const draftOf = ({ name, durationDays, roleIds, groups, autoExtends }: Template): Draft => ({
  name,
  days: String(durationDays),
  roleIds,
  groups: groups.map(({ groupId }) => groupId).join(', '),
  extends: autoExtends,
});

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const groupsOf = ({ groups }: Draft): string[] => groups.split(/[\s,]+/).filter((word) => word !== '');

/** What is missing before it can be sent, by field. */
export const mistakesOf = (draft: Draft) => ({
  name: draft.name.trim() === '' ? 'Give it a name.' : null,
  days: /^\d{1,3}$/.test(draft.days) && Number(draft.days) >= 1 && Number(draft.days) <= 730 ? null : 'From 1 to 730 days.',
  roles: draft.roleIds.length === 0 ? 'Choose at least one role.' : null,
  groups: groupsOf(draft).every((id) => guid.test(id)) ? null : 'Ids of groups, as Entra shows them.',
});
export type Mistakes = ReturnType<typeof mistakesOf>;

export const isComplete = (draft: Draft): boolean => Object.values(mistakesOf(draft)).every((mistake) => mistake === null);

/** `before`: groups that were given only some of the roles keep them. */
export const toTemplate = (draft: Draft, before?: Template): BodyOf<typeof saveAccessTemplate> => ({
  name: draft.name.trim(),
  roleIds: [...draft.roleIds],
  durationDays: Number(draft.days),
  autoExtends: draft.extends && !draft.roleIds.includes(globalAdministrator),
  groups: groupsOf(draft).map(
    (groupId) => before?.groups.find((each) => each.groupId === groupId.toLowerCase()) ?? { groupId, roleIds: [] },
  ),
});

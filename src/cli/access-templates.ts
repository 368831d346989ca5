import type { Command } from 'commander';
import type { z } from 'zod';
import {
  type AccessTemplate,
  changeAccessTemplate,
  type ListedAccessTemplate,
  listAccessTemplates,
  listAccessTemplateVersions,
  removeAccessTemplate,
  saveAccessTemplate,
} from '../contract/access.ts';
import { chooseTemplateSegments } from '../contract/customer-labels.ts';
import { wordsIn } from '../lib/words-in.ts';
import { namesOfRoles, roleNames } from '../model/access-roles.ts';
import { CommandError } from './command-error.ts';
import type { Noun } from './noun.ts';
import { type Column, exitCodes } from './output.ts';
import { type ListFlags, printRecord, printRows, wholeNumber, withOutput } from './print.ts';

type Template = z.output<typeof AccessTemplate>;
type Listed = z.output<typeof ListedAccessTemplate>;

type Fields = { readonly roles?: string; readonly days?: number; readonly groups?: string; readonly extend?: boolean };
type SaveFlags = ListFlags & Required<Fields>;
type ChangeFlags = ListFlags & Fields & { readonly name?: string };

/** People know names, Microsoft ids. */
const roleIdOf = (word: string): string =>
  Object.entries(roleNames).find(([, name]) => name.toLowerCase() === word.toLowerCase())?.[0] ?? word;

const groupsOf = (text: string) => wordsIn(text).map((groupId) => ({ groupId, roleIds: [] }));

const columns = [
  { title: 'ID', value: (row) => row.id },
  { title: 'NAME', value: (row) => row.name },
  { title: 'VERSION', value: (row) => String(row.version), right: true },
  { title: 'DAYS', value: (row) => String(row.durationDays), right: true },
  { title: 'EXTENDS', value: (row) => (row.autoExtends ? 'yes' : 'no') },
  { title: 'ROLES', value: (row) => namesOfRoles(row.roleIds).join(', ') },
  { title: 'GROUPS', value: (row) => row.groups.map(({ groupId }) => groupId).join(' ') },
  { title: 'CHANGED', value: (row) => row.changedAt.slice(0, 16) },
  { title: 'BY', value: (row) => row.changedBy },
] satisfies readonly Column<Template>[];

const listColumns: readonly Column<Listed>[] = [...columns, { title: 'SEGMENTS', value: (row) => row.segments.join(', ') }];

/** A template by its name or id. */
export async function findTemplate(noun: Noun, wanted: string): Promise<Template> {
  const { data } = await noun.client().call(listAccessTemplates);
  const template = data.find(({ id, name }) => name === wanted || id === wanted);
  if (template !== undefined) return template;
  throw new CommandError(exitCodes.notFound, `There is no template "${wanted}".`, undefined, 'concord access templates');
}

/** access templates, template-segments, template-versions, save-template, change-template, remove-template. */
export function accessTemplateCommands(access: Command, noun: Noun): void {
  withOutput(access.command('templates').description('What can be asked for')).action(async (flags: ListFlags) => {
    const { data } = await noun.client().call(listAccessTemplates);
    printRows(noun, flags, data, listColumns);
  });
  withOutput(
    access
      .command('template-segments <template> [segments...]')
      .description('Say whose template it is: all segments that name it from now on; without any, none does'),
  ).action(async (wanted: string, segments: string[], flags: ListFlags) => {
    const { id } = await findTemplate(noun, wanted);
    const kept = await noun.client().call(chooseTemplateSegments, { params: { id }, body: { segments } });
    printRecord(noun, flags, kept, [['segments', kept.segments.join(', ')]]);
  });
  withOutput(access.command('template-versions <template>').description('What a template was, the newest version first')).action(
    async (wanted: string, flags: ListFlags) => {
      const { id } = await findTemplate(noun, wanted);
      const { data } = await noun.client().call(listAccessTemplateVersions, { params: { id } });
      printRows(noun, flags, data, columns);
    },
  );
  withOutput(
    access
      .command('save-template <name>')
      .description('Keep a template; one of the same name gets a new version')
      .requiredOption('--roles <names>', 'names or ids of roles, with commas')
      .option('--days <days>', 'how long', wholeNumber, 730)
      .option('--groups <ids>', 'groups that get the roles, with commas', '')
      .option('--no-extend', 'do not let it extend itself'),
  ).action(async (name: string, flags: SaveFlags) => {
    const body = {
      name,
      roleIds: wordsIn(flags.roles).map(roleIdOf),
      durationDays: flags.days,
      autoExtends: flags.extend,
      groups: groupsOf(flags.groups),
    };
    printTemplate(noun, flags, await noun.client().call(saveAccessTemplate, { body }));
  });
  withOutput(
    access
      .command('change-template <template>')
      .description('Change what is named of a template, as a new version')
      .option('--name <name>', 'another name')
      .option('--roles <names>', 'names or ids of roles, with commas')
      .option('--days <days>', 'how long', wholeNumber)
      .option('--groups <ids>', 'groups that get the roles, with commas')
      .option('--extend', 'let it extend itself')
      .option('--no-extend', 'do not let it extend itself'),
  ).action(async (wanted: string, flags: ChangeFlags) => {
    const { id, version } = await findTemplate(noun, wanted);
    const body = {
      version,
      ...(flags.name !== undefined && { name: flags.name }),
      ...(flags.roles !== undefined && { roleIds: wordsIn(flags.roles).map(roleIdOf) }),
      ...(flags.days !== undefined && { durationDays: flags.days }),
      ...(flags.groups !== undefined && { groups: groupsOf(flags.groups) }),
      ...(flags.extend !== undefined && { autoExtends: flags.extend }),
    };
    printTemplate(noun, flags, await noun.client().call(changeAccessTemplate, { params: { id }, body }));
  });
  access
    .command('remove-template <template>')
    .description('Remove a template; what was asked for with it stays')
    .action(async (wanted: string) => {
      const { id } = await findTemplate(noun, wanted);
      await noun.client().call(removeAccessTemplate, { params: { id } });
    });
}

const printTemplate = (noun: Noun, flags: ListFlags, template: Template): void => {
  printRecord(noun, flags, template, [
    ['template', template.id],
    ['version', String(template.version)],
  ]);
};

import { Tooltip } from '@fluentui/react-components';
import type { z } from 'zod';
import type { AccessRow } from '#contract/access.ts';
import { abilities, coveredBy } from '#model/access-roles.ts';
import { formatInstant, formatNumber } from '../../lib/format.ts';
import { AsOf } from '../../ui/as-of.tsx';
import type { Column } from '../../ui/list-types.ts';
import { Money } from '../../ui/money.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { When } from '../../ui/when.tsx';
import { accessWords } from '../../ui/words.ts';
import { roleWords } from './templates/words.ts';
import { consentWords, daysWord, flagWords } from './words.ts';

export type Row = z.output<typeof AccessRow>;

const soon = 30; // days; the end of an active relationship is told from here on (ux reference 4.8)

export const accessColumns: readonly Column<Row>[] = [
  {
    id: 'name',
    title: 'Customer',
    grow: 3,
    min: 160,
    sort: 'name',
    card: 'heading',
    cell: (row) => (
      <TextLink to={`/customers/${row.customerId}?tab=access`} tabIndex={-1}>
        {row.name}
      </TextLink>
    ),
  },
  { id: 'access', title: 'Access (GDAP)', grow: 2, min: 120, cell: (row) => <StateBadge state={accessWords[row.access]} /> },
  { id: 'ready', title: 'Ready?', grow: 2, min: 150, cell: (row) => <StateBadge state={readyWord(row)} /> },
  { id: 'ends', title: 'Ends', grow: 2, min: 124, sort: 'endsAt', cell: (row) => <When at={row.endsAt} day /> },
  { id: 'notes', title: 'Notes', grow: 4, min: 170, cell: (row) => notesOf(row).join(' · ') || '–' },
  { id: 'risk', title: 'Billed a month', grow: 2, min: 125, align: 'end', sort: 'billed', cell: (row) => <Money value={row.atRisk} /> },
  { id: 'roles', title: 'Roles', grow: 1, min: 70, align: 'end', cell: (row) => <Roles row={row} /> },
  { id: 'groups', title: 'Groups', grow: 1, min: 75, align: 'end', cell: (row) => formatNumber(row.relationship?.groups ?? 0) },
  { id: 'extends', title: 'Extends', grow: 1, min: 80, cell: (row) => (row.relationship?.autoExtends === true ? 'Yes' : 'No') },
  { id: 'consent', title: 'Consent', grow: 2, min: 140, cell: (row) => <StateBadge state={consentWords[row.consent.state]} /> },
  { id: 'relationship', title: 'Relationship', grow: 3, min: 130, card: 'hide', cell: (row) => row.relationship?.name ?? '' },
  { id: 'checked', title: 'Checked', grow: 1, min: 124, card: 'hide', cell: (row) => <AsOf of={row} /> },
];

/** What the roles of each customer are enough for; a missing one says what does not work. */
export const coverageColumns: readonly Column<Row>[] = [
  ...accessColumns.filter(({ id }) => id === 'name' || id === 'access'),
  ...abilities.map(
    (ability): Column<Row> => ({
      id: ability.id,
      title: ability.name,
      grow: 2,
      min: 130,
      cell: (row) => {
        const isCovered = row.access === 'active' && coveredBy(row.relationship?.roleIds ?? []).includes(ability);
        if (isCovered) return <StateBadge state={{ word: 'Yes', intent: 'success' }} />;
        return (
          <Tooltip relationship="description" content={ability.without}>
            <span>
              <StateBadge state={{ word: 'No', intent: ability.isRequired ? 'warning' : 'neutral' }} />
            </span>
          </Tooltip>
        );
      },
    }),
  ),
];

/** Names instead of ids; a role that nobody names stays an id. */
function Roles({ row }: { readonly row: Row }) {
  const ids = row.relationship?.roleIds ?? [];
  if (ids.length === 0) return <>0</>;
  return (
    <Tooltip relationship="description" content={roleWords(ids)}>
      <span>{formatNumber(ids.length)}</span>
    </Tooltip>
  );
}

function readyWord(row: Row) {
  if (row.ready) return { word: 'Ready', intent: 'success' } as const;
  if (row.access === 'pending') return { word: 'Waiting', intent: 'info' } as const;
  if (row.access !== 'active') return { word: 'Needs GDAP', intent: 'warning' } as const;
  return { word: 'Needs consent', intent: 'warning' } as const;
}

/** How it stands with what takes the place of an access that ends, and what to do. */
const wordsOf = ({ sentence, hint }: NonNullable<Row['replacement']>): string => (hint === null ? sentence : `${sentence} ${hint}`);

const asOf = (at: string | null): string => (at === null ? '' : ` (${formatInstant(at)})`);

/** What the template that its segments name says against it; while nobody lets us in, what would be asked for. */
function templateNotes({ templates, templateRoles }: Row): readonly string[] {
  const [first, ...others] = templates;
  if (first === undefined) return [];
  if (others.length > 0) return [`Segments name several templates: ${templates.map((each) => each.name).join(', ')}`];
  if (templateRoles === null) return [`Template ${first.name}`];
  return [[`Lacks of ${first.name}`, templateRoles.lacking] as const, [`More than ${first.name}`, templateRoles.beyond] as const].flatMap(
    ([words, ids]) => (ids.length === 0 ? [] : [`${words}: ${roleWords(ids)}`]),
  );
}

/** What to know besides the states, in the order of its weight. */
export function notesOf(row: Row): readonly string[] {
  return [
    ...(row.lastGood === null
      ? []
      : [`Was ${accessWords[row.lastGood.state].word.toLowerCase()}${asOf(row.lastGood.at)} before the error`]),
    ...(row.daysLeft !== null && row.daysLeft <= soon ? [daysWord(row.daysLeft)] : []),
    ...(row.replacement === null || row.replacement.word === 'later' ? [] : [wordsOf(row.replacement)]),
    ...(row.consent.isPropagating ? ['Consent may still be on its way'] : []),
    ...row.witnesses.filter((each) => each.disagrees).map(({ connectionName, told }) => `${connectionName} says ${told.toLowerCase()}`),
    ...templateNotes(row),
    ...row.flags.map((flag) => flagWords[flag]),
    ...(row.consent.sentence === null ? [] : [row.consent.sentence]),
    ...(row.access === 'active' ? [] : ['No tenant evidence']),
  ];
}

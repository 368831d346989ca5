import { useQuery } from '@tanstack/react-query';
import { plural } from '../../../lib/format.ts';
import { SmallTable } from '../../../ui/small-table.tsx';
import { QueryStates } from '../../../ui/states.tsx';
import { When } from '../../../ui/when.tsx';
import type { Template } from './draft.ts';
import { versionsQuery } from './queries.ts';
import { roleWords } from './words.ts';

/** What it was before, the newest first. */
export function TemplateVersions({ template }: { readonly template: Template }) {
  const query = useQuery(versionsQuery(template.id));
  return (
    <QueryStates query={query}>
      {(versions) => (
        <SmallTable
          label={`Versions of ${template.name}`}
          rows={versions}
          rowId={(row) => String(row.version)}
          columns={[
            { title: 'Version', cell: (row) => row.version },
            { title: 'Name', cell: (row) => row.name },
            { title: 'Roles', cell: (row) => roleWords(row.roleIds) },
            { title: 'For', cell: (row) => plural(row.durationDays, 'day') },
            { title: 'Extends itself', cell: (row) => (row.autoExtends ? 'Yes' : 'No') },
            { title: 'Groups', cell: (row) => row.groups.length },
            { title: 'Since', cell: (row) => <When at={row.changedAt} /> },
            { title: 'By', cell: (row) => row.changedBy },
          ]}
        />
      )}
    </QueryStates>
  );
}

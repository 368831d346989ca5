import { Button } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import type { ConnectionKind } from '#model/connection.ts';
import { Card } from '../../ui/card.tsx';
import { Page } from '../../ui/page.tsx';
import { SmallTable } from '../../ui/small-table.tsx';
import { QueryStates } from '../../ui/states.tsx';
import { connectionKindWords } from '../../ui/words.ts';
import { permissionsOf } from './permissions.ts';
import { setupQuery } from './queries.ts';

/** For whoever has to allow it: every permission with its reason, of the systems that were chosen. Made to be printed. */
export function PermissionsPage() {
  const query = useQuery(setupQuery);
  return (
    <Page
      title="Permission sheet"
      area="Set-up"
      crumbs={[{ title: 'Set-up', to: '/setup' }]}
      actions={
        <Button
          onClick={() => {
            window.print();
          }}
        >
          Print
        </Button>
      }
    >
      <QueryStates query={query}>
        {({ choices }) => {
          const kinds: readonly ConnectionKind[] = ['partnerCenter', ...(choices?.distributors ?? []), ...(choices?.psas ?? [])];
          return (
            <>
              <p>
                Every connection starts read-only. Concord runs on the partner’s own machines and sends nothing anywhere but to these
                accounts.
              </p>
              {kinds.map((kind) => (
                <Card key={kind} title={connectionKindWords[kind]}>
                  <SmallTable
                    label={`Permissions at ${connectionKindWords[kind]}`}
                    rows={permissionsOf[kind]}
                    rowId={(row) => row.needs}
                    columns={[
                      { title: 'Needs', cell: (row) => row.needs },
                      { title: 'For', cell: (row) => row.for },
                      { title: 'Reads or writes', cell: (row) => (row.kind === 'read' ? 'Reads' : 'Writes') },
                    ]}
                  />
                </Card>
              ))}
            </>
          );
        }}
      </QueryStates>
    </Page>
  );
}

import { Button, makeStyles } from '@fluentui/react-components';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { z } from 'zod';
import type { Connection } from '#contract/connections.ts';
import { type DistributorFile, listDistributorFiles } from '#contract/distributor-files.ts';
import { call } from '../../lib/api.ts';
import { formatDayOf, plural } from '../../lib/format.ts';
import { lacksPermission, useMay } from '../../lib/use-me.ts';
import { Card } from '../../ui/card.tsx';
import { JobProgress } from '../../ui/job-progress.tsx';
import { SmallTable } from '../../ui/small-table.tsx';
import { Empty, QueryStates } from '../../ui/states.tsx';
import { When } from '../../ui/when.tsx';
import { FileDialog } from './file-dialog.tsx';
import { fileKindWords } from './file-words.ts';

type FileData = z.infer<typeof DistributorFile>;

const useStyles = makeStyles({ text: { margin: 0 } });

/** The files that a distributor by file is read from, and the way to the next one. */
export function FilesCard({ connection }: { readonly connection: z.infer<typeof Connection> }) {
  const styles = useStyles();
  const client = useQueryClient();
  const may = useMay('providers:write');
  const [isOpen, setIsOpen] = useState(false);
  const [jobId, setJobId] = useState<string>();
  const query = useQuery({
    queryKey: [listDistributorFiles.id, connection.id],
    queryFn: ({ signal }) => call(listDistributorFiles, { params: { id: connection.id }, signal }),
  });
  return (
    <Card
      title="Files"
      action={
        <Button
          appearance={connection.state === 'connected' ? 'secondary' : 'primary'}
          disabledFocusable={!may}
          onClick={() => {
            if (may) setIsOpen(true);
          }}
        >
          Upload a file…
        </Button>
      }
    >
      {!may && <p className={styles.text}>{lacksPermission('providers:write')}</p>}
      {jobId !== undefined && <JobProgress jobId={jobId} onEnd={() => void client.invalidateQueries()} />}
      <QueryStates query={query}>
        {({ data }) =>
          data.length === 0 ? (
            <Empty title="No file yet">
              Upload what {connection.name} exports as CSV: its subscriptions with the customers they are of, or customers alone; then its
              invoices, line by line.
            </Empty>
          ) : (
            <SmallTable
              label="Files of this distributor"
              rows={data}
              rowId={({ id }) => id}
              columns={[
                { title: 'File', cell: ({ name }) => name },
                { title: 'State', cell: stateOf },
                { title: 'What it did', cell: effectOf },
                {
                  title: 'Uploaded',
                  cell: ({ receivedAt, receivedBy }) => (
                    <span>
                      <When at={receivedAt} />, {receivedBy}
                    </span>
                  ),
                },
              ]}
            />
          )
        }
      </QueryStates>
      {isOpen && (
        <FileDialog
          connectionId={connection.id}
          onClose={() => {
            setIsOpen(false);
            void client.invalidateQueries({ queryKey: [listDistributorFiles.id] });
          }}
          onApplied={(id) => {
            setIsOpen(false);
            setJobId(id);
            void client.invalidateQueries();
          }}
        />
      )}
    </Card>
  );
}

const stateOf = ({ applied, isInUse }: FileData): string => {
  if (applied === null) return 'Not applied';
  if (applied.kind === 'charges') return 'Invoices, imported';
  return `${fileKindWords[applied.kind]} of ${formatDayOf(applied.asOf)}, ${isInUse ? 'in use' : 'replaced'}`;
};

function effectOf({ applied }: FileData): string {
  if (applied === null) return '–';
  const { invoices, lines } = applied.effects.charges;
  if (applied.kind === 'charges') return `${plural(invoices, 'invoice')}, ${plural(lines, 'line')}`;
  const { create, change, gone } = applied.effects[applied.kind];
  return `${create} new, ${change} changed, ${gone} gone`;
}

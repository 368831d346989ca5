import { Button } from '@fluentui/react-components';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { z } from 'zod';
import type { CustomerRow } from '#contract/customers.ts';
import { startSync } from '#contract/jobs.ts';
import { csvRecord } from '#lib/csv.ts';
import { call } from '../../lib/api.ts';
import { plural } from '../../lib/format.ts';
import { readFields, readHead } from '../../lib/read-fields.ts';
import { saveText } from '../../lib/save-text.ts';
import { lacksPermission, useMay } from '../../lib/use-me.ts';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { SelectionBar } from '../../ui/selection-bar.tsx';
import { useToast } from '../../ui/toasts.tsx';
import { accessWords, mappingWords } from '../../ui/words.ts';
import { SegmentsDialog } from './labels/segments-dialog.tsx';
import { soldWords } from './words.ts';

type Row = z.infer<typeof CustomerRow>;

/** So many are read one by one at once; more is a sync of the account. */
const mostSynced = 50;

export type CustomersBarProps = { readonly rows: readonly Row[]; readonly onClear: () => void };

/** What can be done with the customers that are selected. */
export function CustomersBar({ rows, onClear }: CustomersBarProps) {
  const [maySync, mayWrite] = [useMay('sync:run'), useMay('customers:write')];
  const sync = useSyncThese();
  const [isTagging, setTagging] = useState(false);
  const canSync = maySync && !sync.isPending && rows.length <= mostSynced;
  return (
    <>
      {sync.isError && <ProblemMessage error={sync.error} title="Not all of them are being read" />}
      <SelectionBar selected={plural(rows.length, 'customer')} notes={[noteOf(rows.length, maySync)]} onClear={onClear}>
        <Button
          disabledFocusable={!canSync}
          onClick={() => {
            if (canSync) sync.mutate(rows.map(({ id }) => id));
          }}
        >
          {sync.isPending ? 'Starting…' : 'Sync now'}
        </Button>
        <Button
          disabledFocusable={!mayWrite}
          onClick={() => {
            if (mayWrite) setTagging(true);
          }}
        >
          Segments
        </Button>
        <Button
          onClick={() => {
            saveText('customers.csv', fileOf(rows));
          }}
        >
          Export {plural(rows.length, 'row')}
        </Button>
      </SelectionBar>
      {isTagging && (
        <SegmentsDialog
          customerIds={rows.map(({ id }) => id)}
          onClose={() => {
            setTagging(false);
          }}
        />
      )}
    </>
  );
}

/** One job for each; one that is on its way already is joined. */
function useSyncThese() {
  const client = useQueryClient();
  const toast = useToast();
  return useMutation({
    mutationFn: async (customerIds: readonly string[]) => {
      for (const customerId of customerIds) await call(startSync, { body: { customerId } });
      return customerIds.length;
    },
    onSuccess: (count) => {
      toast(`${plural(count, 'customer')} ${count === 1 ? 'is' : 'are'} being read. Activity shows how far.`);
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['listJobs'] }),
  });
}

function noteOf(selected: number, maySync: boolean): string {
  if (!maySync) return lacksPermission('sync:run');
  return selected > mostSynced ? `More than ${mostSynced} are read sooner by a sync of their account.` : '';
}

const fileHead = [
  'Customer id',
  'Customer',
  'Domain',
  'Tenant id',
  'Country',
  'Sold',
  'Reseller (MPN)',
  'Access',
  'PSA mapping',
  'Subscriptions',
  'Differences',
  ...readHead,
];

/** The rows as CSV; what a spreadsheet would run as a formula is made harmless. */
const fileOf = (rows: readonly Row[]): string =>
  `\uFEFF${csvRecord(fileHead)}${rows
    .map((row) =>
      csvRecord([
        ...[row.id, row.name, row.domain, row.tenantId, row.country ?? ''],
        ...[row.partnerTypes.map((type) => soldWords[type]).join(', '), row.resellers.map(({ mpn }) => mpn).join(' ')],
        ...[accessWords[row.access].word, mappingWords[row.psaMapping].word],
        ...[String(row.subscriptions), String(row.openDifferences), ...readFields(row)],
      ]),
    )
    .join('')}`;

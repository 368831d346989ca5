import { useState } from 'react';
import { plural } from '../../../lib/format.ts';
import { FormDialog } from '../../../ui/form-dialog.tsx';
import { Money } from '../../../ui/money.tsx';
import { SmallTable } from '../../../ui/small-table.tsx';
import type { Row } from '../queries.ts';
import { fixOf } from '../words.ts';

const howMany = 5;

export type SpotCheckProps = { readonly rows: readonly Row[]; readonly goOn: () => void; readonly onClose: () => void };

/** Before many are previewed together, a few of them at random: is this what one thinks it is? */
export function SpotCheck({ rows, goOn, onClose }: SpotCheckProps) {
  const [sample] = useState(() => anyOf(rows, howMany));
  return (
    <FormDialog
      title={`Look at ${howMany} of the ${rows.length} first`}
      submit={`They are right: preview ${plural(rows.length, 'correction')}`}
      cancel="Go back"
      isBusy={false}
      error={null}
      onSubmit={() => {
        onClose();
        goOn();
      }}
      onClose={onClose}
    >
      <SmallTable
        label="Drawn at random"
        rows={sample}
        rowId={(row) => row.id}
        columns={[
          { title: 'Customer', cell: (row) => row.customerName },
          { title: 'What differs', cell: (row) => row.sentence },
          { title: 'Suggested fix', cell: (row) => fixOf(row.kind, row.microsoft) },
          { title: 'Money', align: 'end', cell: (row) => <Money value={row.impact} signed per={row.per} /> },
        ]}
      />
    </FormDialog>
  );
}

/** Some of them, each as likely as any other. */
function anyOf<One>(all: readonly One[], count: number): One[] {
  const left = [...all];
  return Array.from({ length: Math.min(count, all.length) }, () => {
    const [drawn] = left.splice(Math.floor(Math.random() * left.length), 1);
    return drawn;
  }).filter((one) => one !== undefined);
}

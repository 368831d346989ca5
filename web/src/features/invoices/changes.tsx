import { Button } from '@fluentui/react-components';
import { useState } from 'react';
import { listInvoiceChanges } from '#contract/invoices.ts';
import { useList } from '../../lib/use-list.ts';
import { Money } from '../../ui/money.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { SmallTable } from '../../ui/small-table.tsx';
import { Loading } from '../../ui/states.tsx';
import { Day } from '../../ui/when.tsx';
import type { Change } from './queries.ts';

type ChangesProps = { readonly invoiceId: string; readonly n: number };

/** Lines that came and went with a re-issue: adjustments with the day they are about and the day they were noticed. */
export function Changes(props: ChangesProps) {
  const [open, setOpen] = useState(false);
  return open ? (
    <ChangeTable {...props} />
  ) : (
    <div>
      <Button
        size="small"
        onClick={() => {
          setOpen(true);
        }}
      >
        Show what changed
      </Button>
    </div>
  );
}

const words: Readonly<Record<Change['direction'], string>> = { charge: 'Late charge', credit: 'Late credit', none: 'No money' };

function ChangeTable({ invoiceId, n }: ChangesProps) {
  const list = useList(listInvoiceChanges, {}, { params: { id: invoiceId, n: String(n) }, counted: false });
  if (list.problem !== undefined) return <ProblemMessage error={list.problem} onRetry={list.again} />;
  if (list.isLoading) return <Loading rows={3} />;
  return (
    <>
      <SmallTable
        label={`Changes of version ${n}`}
        rows={list.rows}
        rowId={(row) => `${row.change} ${row.line.lineNo}`}
        columns={[
          { title: 'What', cell: (row) => words[row.direction] },
          { title: 'Customer', cell: (row) => row.line.customerName },
          { title: 'Product', cell: (row) => row.line.productName },
          { title: 'About', cell: (row) => <Day on={row.dated} /> },
          { title: 'Noticed', cell: (row) => <Day on={row.noticedOn} /> },
          { title: 'Effect', align: 'end', cell: (row) => <Money value={row.effect} signed /> },
        ]}
      />
      {list.hasMore && (
        <div>
          <Button size="small" onClick={list.more}>
            Show more
          </Button>
        </div>
      )}
    </>
  );
}

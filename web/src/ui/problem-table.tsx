import type { ReactNode } from 'react';
import type { z } from 'zod';
import type { SyncProblem } from '#contract/sync-runs.ts';
import { plural } from '../lib/format.ts';
import { Card } from './card.tsx';
import { SmallTable } from './small-table.tsx';
import { When } from './when.tsx';

type Problem = z.infer<typeof SyncProblem>;

/** Records that could not be read, grouped by cause: the same cause on many rows is told once. */
export function ProblemTable({ problems, act }: { readonly problems: readonly Problem[]; readonly act?: (problem: Problem) => ReactNode }) {
  return (
    <>
      {groupByCause(problems).map(([code, rows]) => (
        <Card key={code} title={`${rows[0]?.reason ?? code} (${plural(rows.length, 'record')})`}>
          <SmallTable
            label={`Records with ${code}`}
            rows={rows.slice(0, 100)}
            rowId={(row) => row.id}
            columns={[
              { title: 'Record', cell: (row) => row.subject },
              { title: 'Kind', cell: (row) => row.kind },
              { title: 'Reason', cell: (row) => row.reason },
              { title: 'Seen', cell: (row) => <When at={row.at} /> },
              ...(act === undefined ? [] : [{ title: 'Actions', cell: act }]),
            ]}
          />
          {rows.length > 100 && <p>And {plural(rows.length - 100, 'more record', 'more records')} for the same reason.</p>}
        </Card>
      ))}
    </>
  );
}

/** Most frequent cause first. */
export function groupByCause(problems: readonly Problem[]): readonly (readonly [string, readonly Problem[]])[] {
  const groups = Object.entries(Object.groupBy(problems, (problem) => problem.code)).flatMap(([code, rows]) =>
    rows === undefined ? [] : [[code, rows] as const],
  );
  return groups.sort(([, a], [, b]) => b.length - a.length);
}

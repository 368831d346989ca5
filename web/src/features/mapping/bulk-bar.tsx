import { Button } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { decideMappings } from '#contract/mapping-work.ts';
import { type BodyOf, call } from '../../lib/api.ts';
import { formatMoneys, plural } from '../../lib/format.ts';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { SelectionBar } from '../../ui/selection-bar.tsx';
import { AssignDialog } from './assign-dialog.tsx';
import { IgnoreDialog } from './ignore-dialog.tsx';
import { canAccept, canUnmap } from './mapping-columns.tsx';
import { type BookKind, isAccount, type MappingRow } from './queries.ts';
import { type Stakes, stakesOf } from './words.ts';
import { type Batch, kindOf } from './work-queries.ts';

type Choice = BodyOf<typeof decideMappings>['decision'];

export type BulkBarProps = {
  readonly kind: BookKind;
  readonly rows: readonly MappingRow[];
  /** One undo step of the server. */
  readonly onDone: (batch: Batch) => void;
  readonly onClear: () => void;
};

/** One decision on everything that is selected; what it does not fit stays as it is, and the button says how many it fits. */
export function BulkBar({ kind, rows, onDone, onClear }: BulkBarProps) {
  const [asking, setAsking] = useState<'exclude' | 'assign'>();
  const decide = useMutation({
    mutationFn: ({ of, decision }: { readonly of: readonly MappingRow[]; readonly decision: Choice }) =>
      call(decideMappings, { body: { kind: kindOf[kind], selection: { ids: of.map(({ id }) => id) }, decision } }),
    onSuccess: onDone,
  });
  const act = (of: readonly MappingRow[], decision: Choice) => {
    if (of.length === 0 || decide.isPending) return;
    setAsking(undefined);
    decide.mutate({ of, decision });
  };
  const connections = new Set(rows.map(({ connectionId }) => connectionId));
  const what = plural(rows.length, kind === 'accounts' ? 'customer' : 'product');
  const money = sumOf(rows);
  const [first] = rows;
  if (first === undefined) return null;
  return (
    <>
      {decide.error !== null && <ProblemMessage error={decide.error} title="The mappings were not changed" />}
      <SelectionBar selected={what} onClear={onClear}>
        {money.length > 0 && <span>{formatMoneys(money)} a month</span>}
        <Several
          text="Accept"
          rows={rows.filter(canAccept)}
          of={rows.length}
          isBusy={decide.isPending}
          onAct={(some) => {
            act(some, { decision: 'accept' });
          }}
        />
        <Button
          disabledFocusable={decide.isPending}
          onClick={() => {
            setAsking('exclude');
          }}
        >
          Exclude…
        </Button>
        <Button
          disabledFocusable={decide.isPending || connections.size > 1}
          onClick={() => {
            if (connections.size === 1) setAsking('assign');
          }}
        >
          Assign to…
        </Button>
        <Several
          text="Unmap"
          rows={rows.filter(canUnmap)}
          of={rows.length}
          isBusy={decide.isPending}
          onAct={(some) => {
            act(some, { decision: 'unmap' });
          }}
        />
        {connections.size > 1 && <span>Rows of several connections have no target in common.</span>}
      </SelectionBar>
      {asking === 'exclude' && (
        <IgnoreDialog
          name={what}
          where={connections.size === 1 ? first.connectionName : 'their connections'}
          mayBeAbsent={isAccount(first)}
          onClose={() => {
            setAsking(undefined);
          }}
          onIgnore={(why) => {
            act(rows, why);
          }}
        />
      )}
      {asking === 'assign' && (
        <AssignDialog
          rows={rows}
          what={what}
          onClose={() => {
            setAsking(undefined);
          }}
          onAssign={(targetId) => {
            act(rows, { decision: 'map', targetId });
          }}
        />
      )}
    </>
  );
}

type SeveralProps = {
  readonly text: string;
  readonly rows: readonly MappingRow[];
  readonly of: number;
  readonly isBusy: boolean;
  readonly onAct: (rows: readonly MappingRow[]) => void;
};

/** An act that fits some of them says so: "Accept 18 of 20". Nothing to say where it fits none. */
function Several({ text, rows, of, isBusy, onAct }: SeveralProps) {
  if (rows.length === 0) return null;
  return (
    <Button
      disabledFocusable={isBusy}
      onClick={() => {
        onAct(rows);
      }}
    >
      {rows.length === of ? `${text} ${rows.length}` : `${text} ${rows.length} of ${of}`}
    </Button>
  );
}

/** Money of the selected rows; a customer's is counted once, as its row is. */
const sumOf = (rows: readonly MappingRow[]) => {
  const stakes: Stakes = { mapped: rows.flatMap((row) => row.stakes ?? []) };
  return stakesOf(['mapped'], stakes);
};

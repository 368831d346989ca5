import { Button } from '@fluentui/react-components';
import { plural } from '../../../lib/format.ts';
import { lacksPermission, useMay } from '../../../lib/use-me.ts';
import { Money } from '../../../ui/money.tsx';
import { SelectionBar } from '../../../ui/selection-bar.tsx';
import { useCtrlEnter } from '../../../ui/use-ctrl-enter.ts';
import type { Row } from '../queries.ts';
import { sumOfSeen } from '../sum-of-seen.ts';
import { type Acts, canDismiss, canPreview, mostInPlan } from './use-acts.ts';
import type { Selection } from './use-selection.ts';

export type BulkBarProps = { readonly selection: Selection; readonly acts: Acts };

/** What is selected, its money, and what can be done with all of it at once. */
export function BulkBar({ selection: { rows, left, clear }, acts }: BulkBarProps) {
  const may = useMay('corrections:propose');
  const fit = rows.filter(canPreview);
  const count = Math.min(fit.length, mostInPlan);
  const open = rows.filter(canDismiss);
  const start = () => {
    acts.preview(rows);
  };
  // Before an open panel hears it: a selection is what is meant then.
  useCtrlEnter(start, true);
  return (
    <SelectionBar selected={String(rows.length)} notes={[noteOf(rows.length, fit.length, may), leftOf(left)]} onClear={clear}>
      <Sum rows={rows} />
      <Button appearance="primary" disabledFocusable={!may || count === 0 || acts.isBusy} onClick={start} aria-keyshortcuts="Control+Enter">
        {acts.isBusy ? 'Previewing' : `Preview ${plural(count, 'correction')}`}
      </Button>
      <Button
        disabledFocusable={!may || open.length === 0}
        onClick={() => {
          acts.dismiss(rows);
        }}
      >
        Dismiss {open.length}
      </Button>
      <Button
        disabledFocusable={!may}
        onClick={() => {
          acts.own(rows);
        }}
      >
        Set owner
      </Button>
    </SelectionBar>
  );
}

/** What recurs and what counts once are never added. */
function Sum({ rows }: { readonly rows: readonly Row[] }) {
  const of = (per: Row['per']) => sumOfSeen(rows.filter((row) => row.per === per).map((row) => row.impact));
  const [monthly, once] = [of('month'), of('once')];
  return (
    <>
      {(monthly === null || monthly.length > 0) && <Money value={monthly} signed per="month" />}
      {(once === null || once.length > 0) && <Money value={once} signed per="once" />}
    </>
  );
}

const leftOf = (left: number): string =>
  left === 0 ? '' : `${left} more that you selected ${left === 1 ? 'is' : 'are'} not here any more.`;

function noteOf(selected: number, fit: number, may: boolean): string {
  if (!may) return lacksPermission('corrections:propose');
  if (fit > mostInPlan) return `One plan takes ${mostInPlan}; the rest stays selected.`;
  const left = selected - fit;
  return left === 0 ? '' : `${plural(left, 'difference')} of the ${selected} cannot be corrected here.`;
}

import { Button } from '@fluentui/react-components';
import { plural } from '../../../lib/format.ts';
import { lacksPermission, useMay } from '../../../lib/use-me.ts';
import type { CustomerPlanActs } from './use-plan-acts.ts';
import { type CustomerPlanShape, keptActions } from './words.ts';

export type PlanActsProps = { readonly plan: CustomerPlanShape; readonly acts: CustomerPlanActs };

/** The one thing that can be done with a plan now: apply it, or take it back. */
export function PlanActs({ plan, acts }: PlanActsProps) {
  if (plan.undoable) return <Act word={acts.isBusy ? 'Undoing…' : 'Undo the merge'} may={!acts.isBusy} onAct={acts.undo} />;
  if (plan.state !== 'previewed' || plan.jobId !== null || acts.isOver) return null;
  const isEmpty = plan.kind === 'import' && keptOf(plan) === 0;
  return <Act primary word={acts.isBusy ? 'Applying…' : applyWord(plan)} may={!acts.isBusy && !isEmpty} onAct={acts.apply} />;
}

type ActProps = { readonly word: string; readonly may: boolean; readonly primary?: boolean; readonly onAct: () => void };

function Act({ word, may, primary = false, onAct }: ActProps) {
  const mayWrite = useMay('customers:write');
  const isOn = may && mayWrite;
  return (
    <>
      <Button
        appearance={primary ? 'primary' : 'secondary'}
        disabledFocusable={!isOn}
        onClick={() => {
          if (isOn) onAct();
        }}
      >
        {word}
      </Button>
      {!mayWrite && <span>{lacksPermission('customers:write')}</span>}
    </>
  );
}

const keptOf = ({ counts }: CustomerPlanShape): number =>
  counts === null ? 0 : keptActions.reduce((sum, action) => sum + counts[action], 0);

function applyWord(plan: CustomerPlanShape): string {
  if (plan.kind === 'merge') return 'Merge';
  if (plan.kind === 'split') return 'Split';
  const kept = keptOf(plan);
  return kept === 0 ? 'Nothing to import' : `Import ${plural(kept, 'customer')}`;
}

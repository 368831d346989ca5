import { Button, makeStyles, Tooltip, tokens } from '@fluentui/react-components';
import { Copy20Regular } from '@fluentui/react-icons';
import { plural } from '../../../lib/format.ts';
import { lacksPermission, useMay } from '../../../lib/use-me.ts';
import { ProblemMessage } from '../../../ui/problem-message.tsx';
import { useGo } from '../../../ui/text-link.tsx';
import { useToast } from '../../../ui/toasts.tsx';
import { useCtrlEnter } from '../../../ui/use-ctrl-enter.ts';
import { type PlanShape, usePreview, wishOf } from '../queries.ts';
import { planSummary } from './plan-summary.ts';
import type { PlanActs } from './use-plan-acts.ts';

const useStyles = makeStyles({
  acts: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
});

const previewable = ['expired', 'stale', 'undone'];

/** Apply is the one act of a preview; afterwards Undo, or a new preview of what is left. A running act disables its button. */
export function PlanActions({ plan, acts }: { readonly plan: PlanShape; readonly acts: PlanActs }) {
  const styles = useStyles();
  return (
    <div className={styles.acts}>
      <CopySummary plan={plan} />
      {previewable.includes(plan.state) && (plan.type === 'correction' ? <PreviewAgain plan={plan} /> : <LookAgain plan={plan} />)}
      {plan.state === 'waitingForApproval' && <Act text="Approve" busyText="Approving" busy={acts.busy} onAct={acts.approve} />}
      <Apply plan={plan} acts={acts} />
      {(plan.undoable || plan.state === 'undoing') && (
        <Act secondary text="Undo" busyText="Undoing" busy={acts.busy || plan.state === 'undoing'} onAct={acts.undo} />
      )}
    </div>
  );
}

/** Also what is left of a plan that was stopped half-way: those steps were never sent. */
function Apply({ plan, acts }: { readonly plan: PlanShape; readonly acts: PlanActs }) {
  const left = plan.steps.filter((step) => step.state === 'planned').length;
  const canGoOn = (plan.state === 'appliedInPart' || plan.state === 'failed') && left > 0;
  if (!canGoOn && !['previewed', 'approved', 'applying'].includes(plan.state)) return null;
  return (
    <Act
      text={
        canGoOn
          ? `Apply the other ${plural(left, 'step')}`
          : `Apply ${plural(plan.steps.length, plan.type === 'correction' ? 'correction' : 'change')}`
      }
      busyText="Applying"
      busy={acts.busy || plan.state === 'applying'}
      onAct={acts.apply}
    />
  );
}

type ActProps = {
  readonly text: string;
  readonly busyText: string;
  readonly busy: boolean;
  readonly secondary?: boolean;
  readonly onAct: () => void;
};

function Act({ text, busyText, busy, secondary = false, onAct }: ActProps) {
  const may = useMay('corrections:apply');
  useCtrlEnter(() => {
    if (!secondary && may && !busy) onAct();
  });
  const button = (
    <Button
      appearance={secondary ? 'secondary' : 'primary'}
      disabledFocusable={!may || busy}
      {...(!secondary && { 'aria-keyshortcuts': 'Control+Enter' })}
      onClick={() => {
        if (may && !busy) onAct();
      }}
    >
      {busy ? busyText : text}
    </Button>
  );
  return may ? (
    button
  ) : (
    <Tooltip content={lacksPermission('corrections:apply')} relationship="description">
      {button}
    </Tooltip>
  );
}

function PreviewAgain({ plan }: { readonly plan: PlanShape }) {
  const preview = usePreview();
  return (
    <>
      {preview.error !== null && <ProblemMessage error={preview.error} title="No preview could be made" onDismiss={preview.reset} />}
      <Button
        appearance="primary"
        disabledFocusable={preview.isPending}
        onClick={() => {
          preview.mutate(wishOf(plan));
        }}
      >
        {preview.isPending ? 'Previewing' : 'Preview again'}
      </Button>
    </>
  );
}

/** What is no correction is asked for where the customer is: there stands how it is now. */
function LookAgain({ plan: { type, steps } }: { readonly plan: PlanShape }) {
  const go = useGo();
  const [first] = steps;
  if (first === undefined) return null;
  const tab = type === 'access' ? 'access' : `contacts&edit=${first.connectionId}`;
  const to = steps.length === 1 ? `/customers/${first.customerId}?tab=${tab}` : '/customers/access';
  return (
    <Button
      appearance="primary"
      onClick={() => {
        go(to);
      }}
    >
      {type === 'access' ? 'See the access now' : 'Change the profile again'}
    </Button>
  );
}

function CopySummary({ plan }: { readonly plan: PlanShape }) {
  const toast = useToast();
  if (plan.state === 'previewed') return null;
  return (
    <Button
      appearance="subtle"
      icon={<Copy20Regular />}
      onClick={() => {
        void navigator.clipboard.writeText(planSummary(plan)).then(() => {
          toast('Summary copied.');
        });
      }}
    >
      Copy summary
    </Button>
  );
}

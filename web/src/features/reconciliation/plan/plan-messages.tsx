import { MessageBar, MessageBarBody, MessageBarTitle, makeStyles, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { formatLeft, plural } from '../../../lib/format.ts';
import type { PlanShape } from '../queries.ts';
import { useProductClock } from './use-product-clock.ts';

const useStyles = makeStyles({
  title: { marginInlineEnd: tokens.spacingHorizontalXS },
});

type BarProps = { readonly intent: 'info' | 'success' | 'warning' | 'error'; readonly title: string; readonly children?: ReactNode };

function Bar({ intent, title, children }: BarProps) {
  const styles = useStyles();
  return (
    <MessageBar intent={intent} layout="multiline">
      <MessageBarBody>
        <MessageBarTitle className={styles.title}>{title}</MessageBarTitle>
        {children}
      </MessageBarBody>
    </MessageBar>
  );
}

/** What a reader must know about the plan before the steps: where it stands and what comes next. */
export function PlanMessages({ plan, after }: { readonly plan: PlanShape; readonly after: string | undefined }) {
  const moved = plan.movedSteps.length;
  return (
    <>
      {plan.state === 'previewed' && (after !== undefined || moved > 0) && (
        <Bar intent="warning" title="Something changed since the preview">
          {moved > 0
            ? `${plural(moved, 'step')} moved and ${moved === 1 ? 'is' : 'are'} marked. Look at this fresh plan, then apply it.`
            : 'This is a fresh plan on the books as they are now. Look at it, then apply it.'}
        </Bar>
      )}
      <Standing plan={plan} />
    </>
  );
}

function Standing({ plan }: { readonly plan: PlanShape }) {
  const needsLook = plan.steps.filter((step) => step.state === 'needsDecision').length;
  const checking = plan.steps.find((step) => step.state === 'checking');
  if (checking !== undefined)
    return (
      <Bar intent="info" title={`Checking with ${checking.system}`}>
        An answer was lost. It is being looked up; nothing is sent again.
      </Bar>
    );
  if (needsLook > 0)
    return (
      <Bar intent="warning" title={`${plural(needsLook, 'step needs', 'steps need')} a decision`}>
        Nobody could find out whether it was done. Look at the other system, then say so at the step.
      </Bar>
    );
  const standing = standings[plan.state];
  return standing === undefined ? null : (
    <Bar intent={standing.intent} title={standing.title}>
      {standing.text(plan)}
    </Bar>
  );
}

type StandingWords = Pick<BarProps, 'intent' | 'title'> & { readonly text: (plan: PlanShape) => string };

const verifiedOf = ({ steps }: PlanShape): number =>
  steps.filter((step) => step.outcome?.verified === true && step.state === 'done').length;

/** Undefined where the steps themselves say enough. */
const standings: Readonly<Record<PlanShape['state'], StandingWords | undefined>> = {
  previewed: undefined,
  approved: undefined,
  applying: undefined,
  undoing: undefined,
  waitingForApproval: {
    intent: 'info',
    title: 'Waiting for a second person',
    text: ({ createdBy }) =>
      `It moves more money than one person may. Somebody other than ${createdBy} has to approve it. The plan is frozen until then.`,
  },
  expired: {
    intent: 'warning',
    title: 'This preview has expired',
    text: () => 'Nothing was sent. Preview it again to see the books as they are now.',
  },
  stale: { intent: 'warning', title: 'This plan is out of date', text: () => 'Something changed since the preview. Nothing was sent.' },
  applied: {
    intent: 'success',
    title: 'Applied',
    text: (plan) =>
      `${verifiedOf(plan)} of ${plural(plan.steps.length, 'step')} verified by reading ${plan.type === 'correction' ? 'the PSA' : 'Microsoft'} again.`,
  },
  appliedInPart: {
    intent: 'warning',
    title: 'Applied in part',
    text: (plan) => `${verifiedOf(plan)} of ${plural(plan.steps.length, 'step')} done and verified. The reasons stand beside the others.`,
  },
  failed: { intent: 'error', title: 'Nothing was applied', text: () => 'The reasons stand beside the steps.' },
  undone: {
    intent: 'info',
    title: 'Undone',
    text: () => 'The lines are as they were before, and the differences are to do again.',
  },
};

/** "Expires in 14 min": the preview is bound to the books as they were read. */
export function Expiry({ plan }: { readonly plan: PlanShape }) {
  const now = useProductClock(1_000);
  if (plan.state !== 'previewed' && plan.state !== 'waitingForApproval') return null;
  const isOver = Date.parse(plan.expiresAt) <= now;
  return <span>{isOver ? 'Expired' : `Expires in ${formatLeft(plan.expiresAt, now)}`}</span>;
}

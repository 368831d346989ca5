import { Badge, Button, makeStyles, mergeClasses, Subtitle2, tokens } from '@fluentui/react-components';
import { ArrowRight16Regular, Warning16Regular } from '@fluentui/react-icons';
import { useState } from 'react';
import { formatDate, plural } from '../../../lib/format.ts';
import { Money } from '../../../ui/money.tsx';
import { StateBadge } from '../../../ui/state-badge.tsx';
import { TextLink } from '../../../ui/text-link.tsx';
import { When } from '../../../ui/when.tsx';
import { changesOf } from '../books.ts';
import type { PlanShape, Step } from '../queries.ts';
import { sumOfSeen } from '../sum-of-seen.ts';
import { fieldWord, reversibilityWords, stepWord } from '../words.ts';
import { DecideOutcome } from './decide-outcome.tsx';

const useStyles = makeStyles({
  group: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  head: { display: 'flex', flexWrap: 'wrap', alignItems: 'baseline', columnGap: tokens.spacingHorizontalM },
  title: { margin: 0 },
  note: { color: tokens.colorNeutralForeground3 },
  list: { listStyleType: 'none', margin: 0, padding: 0, display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  step: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 4fr) minmax(0, 3fr) minmax(0, 2fr) minmax(0, 3fr)',
    columnGap: tokens.spacingHorizontalL,
    rowGap: tokens.spacingVerticalXS,
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalM}`,
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    '@media (max-width: 899px)': { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  moved: {
    borderInlineStartWidth: '4px',
    borderInlineStartStyle: 'solid',
    borderInlineStartColor: tokens.colorStatusWarningBorderActive,
  },
  part: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXXS, alignItems: 'flex-start', overflowWrap: 'anywhere' },
  summary: { fontWeight: tokens.fontWeightSemibold },
  change: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: tokens.spacingHorizontalXS },
  field: { color: tokens.colorNeutralForeground3 },
  before: { textDecorationLine: 'line-through', color: tokens.colorNeutralForeground3 },
  after: { fontWeight: tokens.fontWeightSemibold, fontVariantNumeric: 'tabular-nums' },
  warnings: {
    gridColumn: '1 / -1',
    display: 'flex',
    gap: tokens.spacingHorizontalXS,
    alignItems: 'flex-start',
    color: tokens.colorNeutralForeground2,
  },
  icon: { flexShrink: 0, marginBlockStart: '2px' },
});

/** Drawn at first; a plan of 500 steps is read in parts. */
const stepsAtOnce = 100;

/** The steps of a plan, by the system that is written to, each with what it changes and what became of it. */
export function PlanSteps({ plan }: { readonly plan: PlanShape }) {
  const styles = useStyles();
  const groups = Map.groupBy(plan.steps, (step) => step.system);
  return [...groups].map(([system, steps]) => (
    <section key={system} className={styles.group} aria-label={`Steps at ${system}`}>
      <div className={styles.head}>
        <Subtitle2 as="h2" className={styles.title}>
          {system}
        </Subtitle2>
        <span className={styles.note}>
          {plural(steps.length, 'step')}, <Money value={sumOfSeen(steps.map((step) => step.impact))} signed per="month" />
        </span>
      </div>
      <Steps steps={steps} plan={plan} />
    </section>
  ));
}

function Steps({ steps, plan }: { readonly steps: readonly Step[]; readonly plan: PlanShape }) {
  const styles = useStyles();
  const [shown, setShown] = useState(stepsAtOnce);
  return (
    <>
      <ol className={styles.list}>
        {steps.slice(0, shown).map((step) => (
          <StepItem key={step.id} step={step} plan={plan} />
        ))}
      </ol>
      {steps.length > shown && (
        <Button
          onClick={() => {
            setShown(shown + stepsAtOnce);
          }}
        >
          Show {Math.min(stepsAtOnce, steps.length - shown)} more of {steps.length}
        </Button>
      )}
    </>
  );
}

function StepItem({ step, plan }: { readonly step: Step; readonly plan: PlanShape }) {
  const styles = useStyles();
  const moved = plan.movedSteps.includes(step.id);
  const { outcome, impact, reversibility, reversibleUntil } = step;
  return (
    <li className={mergeClasses(styles.step, moved && styles.moved)}>
      <div className={styles.part}>
        {moved && (
          <Badge appearance="tint" color="warning">
            Moved since the preview
          </Badge>
        )}
        <span className={styles.summary}>{step.summary}</span>
        <span>
          <TextLink to={`/customers/${step.customerId}`}>{step.customerName}</TextLink>
          {step.differenceId !== null && (
            <>
              {' '}
              · <TextLink to={`/reconciliation?tab=all&panel=${step.differenceId}`}>Difference</TextLink>
            </>
          )}
        </span>
      </div>
      <Changes step={step} />
      <div className={styles.part}>
        <Money value={impact} signed per="month" />
        <span className={styles.note}>
          {reversibilityWords[reversibility].word} {reversibleUntil !== null && <When at={reversibleUntil} />}
        </span>
      </div>
      <div className={styles.part} role="status">
        <StateBadge state={stepWord(step.state, step.system, outcome?.verified ?? false)} />
        {outcome !== null && <span>{outcome.sentence}</span>}
      </div>
      {step.warnings.map((warning) => (
        <div key={warning} className={styles.warnings}>
          <Warning16Regular className={styles.icon} aria-label="Note:" />
          {warning}
        </div>
      ))}
      {step.state === 'needsDecision' && <DecideOutcome plan={plan} step={step} />}
    </li>
  );
}

/** "Quantity 20 → 25", "From 1 Dec 2026". */
function Changes({ step }: { readonly step: Step }) {
  const styles = useStyles();
  return (
    <div className={styles.part}>
      {changesOf(step.before, step.after, step.impact?.currency).map(({ field, before, after }) => (
        <span key={field} className={styles.change}>
          <span className={styles.field}>{fieldWord(field)}</span>
          <span className={styles.before}>{before}</span>
          <ArrowRight16Regular aria-label="becomes" />
          <span className={styles.after}>{after}</span>
        </span>
      ))}
      {step.effectiveOn !== null && <span className={styles.field}>Effective {formatDate(step.effectiveOn)}</span>}
      {step.firstBill !== null && step.firstBill.amount !== step.impact?.amount && (
        <span className={styles.field}>
          First bill <Money value={step.firstBill} signed />, estimated
        </span>
      )}
    </div>
  );
}

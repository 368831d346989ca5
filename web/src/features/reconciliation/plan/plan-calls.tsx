import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { ChevronDown20Regular, ChevronRight20Regular } from '@fluentui/react-icons';
import { useId, useState } from 'react';
import { plural } from '../../../lib/format.ts';
import type { PlanShape } from '../queries.ts';

const useStyles = makeStyles({
  box: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS, alignItems: 'flex-start' },
  calls: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, alignSelf: 'stretch', minWidth: 0 },
  call: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXXS, minWidth: 0 },
  raw: {
    margin: 0,
    padding: tokens.spacingHorizontalM,
    overflowX: 'auto',
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground3,
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
  },
  note: { color: tokens.colorNeutralForeground3 },
});

/** Exactly what goes out, call by call, as the plan froze it; secrets are masked by the server. */
export function PlanCalls({ plan }: { readonly plan: PlanShape }) {
  const styles = useStyles();
  const [open, setOpen] = useState(false);
  const id = useId();
  const wasSent = plan.steps.some((step) => step.outcome !== null);
  const calls = plan.steps.flatMap((step) => step.calls.map((call, at) => ({ ...call, key: `${step.id}.${at}`, system: step.system })));
  return (
    <div className={styles.box}>
      <Button
        appearance="subtle"
        icon={open ? <ChevronDown20Regular /> : <ChevronRight20Regular />}
        aria-expanded={open}
        aria-controls={id}
        onClick={() => {
          setOpen(!open);
        }}
      >
        {wasSent ? 'Show what was sent' : 'Show what will be sent'}
      </Button>
      {open && (
        <div id={id} className={styles.calls}>
          <span className={styles.note}>
            {plural(calls.length, 'call')}, carried out in this order. What was written is read again afterwards.
          </span>
          {calls.map((call) => (
            <div key={call.key} className={styles.call}>
              <span>
                {call.summary} · {call.system}
              </span>
              <pre className={styles.raw}>
                {`${call.method} ${call.path}`}
                {call.body !== null && call.body !== undefined && `\n${JSON.stringify(call.body, null, 2)}`}
              </pre>
            </div>
          ))}
        </div>
      )}
    </div>
  );
}

import { Button, Field, Input, makeStyles, Radio, RadioGroup, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { ProblemMessage } from '../../../ui/problem-message.tsx';
import { type PlanShape, usePreview, wishOf } from '../queries.ts';

const useStyles = makeStyles({
  box: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS, alignItems: 'flex-start' },
  row: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM, alignItems: 'flex-end' },
});

type Choice = 'settings' | 'nextBill' | 'day';

/** From when the correction counts. Another choice is another plan: what was previewed never changes. */
export function EffectiveDate({ plan }: { readonly plan: PlanShape }) {
  const styles = useStyles();
  const asked = choiceOf(plan.dateWish);
  const [choice, setChoice] = useState(asked);
  const now = asked === 'day' ? (plan.dateWish ?? '') : '';
  const [day, setDay] = useState(now);
  const preview = usePreview();
  const isSame = choice === 'day' ? day === now || day === '' : choice === asked;
  const start = () => {
    if (isSame || preview.isPending) return;
    preview.mutate({ ...wishOf(plan), ...(choice !== 'settings' && { effectiveOn: choice === 'day' ? day : 'nextBill' }) });
  };
  return (
    <div className={styles.box}>
      <div className={styles.row}>
        <Field label="From when it counts">
          <RadioGroup
            layout="horizontal"
            value={choice}
            onChange={(_, { value }) => {
              setChoice(choiceOf(value === 'settings' ? null : value));
            }}
          >
            <Radio value="settings" label="As the settings say" />
            <Radio value="nextBill" label="The next bill" />
            <Radio value="day" label="A day" />
          </RadioGroup>
        </Field>
        {choice === 'day' && (
          <Field label="First day">
            <Input
              type="date"
              value={day}
              onChange={(_, { value }) => {
                setDay(value);
              }}
            />
          </Field>
        )}
        {!isSame && (
          <Button onClick={start} disabledFocusable={preview.isPending}>
            {preview.isPending ? 'Previewing' : 'Preview with this date'}
          </Button>
        )}
      </div>
      {preview.error !== null && <ProblemMessage error={preview.error} title="No preview for that day" onDismiss={preview.reset} />}
    </div>
  );
}

/** What a plan was asked for, or a radio button is for. */
const choiceOf = (wish: string | null): Choice => (wish === null ? 'settings' : wish === 'nextBill' ? 'nextBill' : 'day');

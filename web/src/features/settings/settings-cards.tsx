import { Button, Field, Input, makeStyles, tokens } from '@fluentui/react-components';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import type { z } from 'zod';
import { changeSettings, getSettings, resetSettings, type Settings } from '#contract/settings.ts';
import { call, isProblem } from '../../lib/api.ts';
import { useMay } from '../../lib/use-me.ts';
import { Card } from '../../ui/card.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { useProved } from '../../ui/proof.tsx';
import { QueryStates } from '../../ui/states.tsx';
import { useToast } from '../../ui/toasts.tsx';
import { BillingFields } from './billing/billing-fields.tsx';
import { BillingTrial } from './billing/billing-trial.tsx';
import { wholeBehaviour } from './billing/words.ts';
import { ComparedFields, type SettingChoices } from './compared-fields.tsx';

type SettingsData = z.infer<typeof Settings>;

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL, alignItems: 'stretch' },
  field: { width: '100%', maxWidth: '440px' },
  text: { margin: 0, color: tokens.colorNeutralForeground2 },
  acts: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM },
});
const settingsKey = [getSettings.id];

/** The settings as cards; the set-up leaves out what the chosen systems do not need. `psa`: whether anything is billed through Concord's corrections. */
export function SettingsCards({ psa = true }: { readonly psa?: boolean }) {
  const query = useQuery({ queryKey: settingsKey, queryFn: ({ signal }) => call(getSettings, { signal }) });
  return <QueryStates query={query}>{(settings) => <SettingsForm key={settings.version} settings={settings} psa={psa} />}</QueryStates>;
}

const fields = [
  {
    name: 'approvalLimit',
    card: 'billing',
    label: 'Approval limit',
    hint: 'Corrections that move more than this a month need a second person.',
  },
  {
    name: 'priceTolerance',
    card: 'reconciliation',
    label: 'Price tolerance',
    hint: 'Differences of a price per seat and month up to this amount are not reported.',
  },
  {
    name: 'staleAfterMinutes',
    card: 'reconciliation',
    label: 'Data are too old after (minutes)',
    hint: 'Nothing is corrected on older data.',
  },
  { name: 'syncEveryMinutes', card: 'sync', label: 'Read everything every (minutes)', hint: 'Between 5 and 1,440.' },
  {
    name: 'readyReadHours',
    card: 'access',
    label: 'Ready needs a read within (hours)',
    hint: '0: access and consent are enough. Else a read inside the tenant has to have worked within so many hours.',
  },
  {
    name: 'replaceAccessDays',
    card: 'access',
    label: 'Ask for a replacement before the end (days)',
    hint: '0: never by itself. Else for access that Microsoft does not prolong, where the account may write access; you are told, and the customer approves it.',
  },
  {
    name: 'digestAt',
    card: 'notices',
    label: 'Daily digest at',
    hint: 'Hour and minute, such as 08:00, in the time zone of the schedules.',
  },
] as const;
type FieldName = (typeof fields)[number]['name'];

const cards = [
  { card: 'billing', title: 'Billing behaviour', says: 'Nothing is written to the PSA without a preview. Nothing is approved by itself.' },
  {
    card: 'reconciliation',
    title: 'Reconciliation preferences',
    says: 'What counts as a difference. Results of before keep what they were judged by.',
  },
  {
    card: 'sync',
    title: 'Sync options',
    says: 'Changes are followed all the time; this is how often everything is read, to prove that nothing was missed.',
  },
  {
    card: 'access',
    title: 'Access',
    says: 'When a customer counts as Ready: active access, consent of the app, and, where you ask for it, a recent read.',
  },
  {
    card: 'notices',
    title: 'Notices',
    says: 'When channels that are told once a day get their digest. Nothing is sent when nothing happened.',
  },
] as const;

const textsOf = (settings: SettingsData): Record<FieldName, string> => ({
  approvalLimit: settings.approvalLimit.amount,
  priceTolerance: settings.priceTolerance,
  staleAfterMinutes: String(settings.staleAfterMinutes),
  syncEveryMinutes: String(settings.syncEveryMinutes),
  readyReadHours: String(settings.readyReadHours),
  replaceAccessDays: String(settings.replaceAccessDays),
  digestAt: settings.digestAt,
});

/** Why a text cannot be the value of a field; undefined when it can. Pure. */
export function fieldProblem(name: FieldName, text: string): string | undefined {
  if (name === 'approvalLimit' || name === 'priceTolerance')
    return /^\d+(\.\d+)?$/.test(text) ? undefined : 'Write an amount such as 250 or 0.05.';
  if (name === 'digestAt') return /^([01]\d|2[0-3]):[0-5]\d$/.test(text) ? undefined : 'Write a time of day such as 08:00.';
  const { least, most } = ranges[name];
  const isWithin = /^\d+$/.test(text) && Number(text) >= least && Number(text) <= most;
  return isWithin ? undefined : `Write a whole number from ${least} to ${most}.`;
}

const ranges = {
  staleAfterMinutes: { least: 5, most: 10_080 },
  syncEveryMinutes: { least: 5, most: 1_440 },
  readyReadHours: { least: 0, most: 8_760 },
  replaceAccessDays: { least: 0, most: 90 },
} as const;

function SettingsForm({ settings, psa }: { readonly settings: SettingsData; readonly psa: boolean }) {
  const styles = useStyles();
  const client = useQueryClient();
  const proved = useProved();
  const toast = useToast();
  const may = useMay('connections:write');
  const [texts, setTexts] = useState(textsOf(settings));
  const [choices, setChoices] = useState<SettingChoices>(settings);
  const [tried, setTried] = useState(false);
  const save = useMutation({
    mutationFn: () =>
      proved(() =>
        call(changeSettings, {
          body: {
            approvalLimit: { amount: texts.approvalLimit, currency: settings.approvalLimit.currency },
            priceTolerance: texts.priceTolerance,
            staleAfterMinutes: Number(texts.staleAfterMinutes),
            syncEveryMinutes: Number(texts.syncEveryMinutes),
            readyReadHours: Number(texts.readyReadHours),
            replaceAccessDays: Number(texts.replaceAccessDays),
            digestAt: texts.digestAt,
            billing: choices.billing,
            compared: choices.compared,
            grouping: choices.grouping,
            version: settings.version,
          },
        }),
      ),
    onSuccess: (saved) => {
      client.setQueryData(settingsKey, saved);
      toast('Settings saved');
    },
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setTried(true);
    if (fields.every(({ name }) => fieldProblem(name, texts[name]) === undefined) && !save.isPending) save.mutate();
  };
  const reset = useMutation({
    mutationFn: () => proved(() => call(resetSettings, { body: { version: settings.version } })),
    onSuccess: (saved) => {
      client.setQueryData(settingsKey, saved);
      toast('Safe settings again');
    },
  });
  const failed = save.error ?? reset.error;
  return (
    <form className={styles.form} onSubmit={submit} noValidate aria-label="Settings">
      {cards
        .filter(({ card }) => psa || card !== 'billing')
        .map(({ card, title, says }) => (
          <Card key={card} title={title}>
            <p className={styles.text}>{says}</p>
            {card === 'billing' && (
              <>
                <BillingFields
                  value={choices.billing}
                  readOnly={!may}
                  className={styles.field}
                  onChange={(changed) => {
                    setChoices({ ...choices, billing: wholeBehaviour(choices.billing, changed) });
                  }}
                />
                <BillingTrial key={JSON.stringify(choices.billing)} choice={choices.billing} />
              </>
            )}
            {card === 'reconciliation' && <ComparedFields value={choices} readOnly={!may} className={styles.field} onChange={setChoices} />}
            {fields
              .filter((field) => field.card === card)
              .map(({ name, label, hint }) => {
                const problem = tried ? fieldProblem(name, texts[name]) : undefined;
                return (
                  <Field
                    key={name}
                    className={styles.field}
                    label={label}
                    hint={hint}
                    {...(problem !== undefined && { validationMessage: problem })}
                  >
                    <Input
                      value={texts[name]}
                      readOnly={!may}
                      inputMode="decimal"
                      {...(name === 'approvalLimit' && { contentBefore: settings.approvalLimit.currency })}
                      onChange={(_, { value }) => {
                        setTexts({ ...texts, [name]: value.trim() });
                      }}
                    />
                  </Field>
                );
              })}
          </Card>
        ))}
      {failed !== null && (
        <ProblemMessage
          error={failed}
          {...(isProblem(failed, 'precondition_failed') && {
            onRetry: () => void client.invalidateQueries({ queryKey: settingsKey }),
          })}
        />
      )}
      {may ? (
        <div className={styles.acts}>
          <Button type="submit" appearance="primary" disabled={save.isPending}>
            Save settings
          </Button>
          <Button
            disabled={reset.isPending}
            onClick={() => {
              reset.mutate();
            }}
          >
            Reset to safe
          </Button>
        </div>
      ) : (
        <span>Ask an owner for &quot;Change connections&quot; to change these.</span>
      )}
    </form>
  );
}

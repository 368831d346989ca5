import { Button, Field, Input, MessageBar, MessageBarBody, makeStyles, Switch, tokens } from '@fluentui/react-components';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import type { z } from 'zod';
import { type Provider, saveProvider } from '#contract/providers.ts';
import type { ProviderRecord } from '#model/provider-record.ts';
import { call } from '../../lib/api.ts';
import { lacksPermission, useMay } from '../../lib/use-me.ts';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { useToast } from '../../ui/toasts.tsx';
import { LeaveGuard } from './add-leave-guard.tsx';
import { entriesOf, mistakesOf, type ProviderEntries, recordOf, type TextField } from './provider-entries.ts';
import { SpecializationRows, ToleranceRows } from './provider-rows.tsx';
import { markedLabel, providerWords } from './provider-words.ts';
import { providerQuery } from './queries.ts';

type ProviderData = z.infer<typeof Provider>;

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL },
  pair: { display: 'grid', gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 160px), 1fr))', gap: tokens.spacingHorizontalL },
  wrap: { whiteSpace: 'normal' },
});

type Props = { readonly connectionId: string; readonly provider: ProviderData };

/** Kept whole. What is recommended and missing stands as a note and stops nothing. */
export function ProviderForm({ connectionId, provider }: Props) {
  const styles = useStyles();
  const may = useMay('providers:write');
  const [entries, setEntries] = useState<ProviderEntries>(entriesOf(provider.record));
  const [tried, setTried] = useState(false);
  const save = useSave(connectionId, provider.version);
  const record = recordOf(entries, provider.record);
  const mistakes = tried ? mistakesOf(entries, record, provider.microsoftId) : {};
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setTried(true);
    if (Object.keys(mistakesOf(entries, record, provider.microsoftId)).length === 0 && !save.isPending) save.mutate(record);
  };
  const change = (changed: Partial<ProviderEntries>) => {
    setEntries({ ...entries, ...changed });
  };
  const text = (name: TextField, type: 'text' | 'url' | 'date' = 'text') => (
    <Field
      key={name}
      style={{ gridTemplateColumns: 'minmax(0, 1fr)' }}
      label={markedLabel(name)}
      hint={providerWords[name].hint}
      {...(mistakes[name] !== undefined && { validationMessage: mistakes[name] })}
    >
      <Input
        type={type}
        value={entries[name]}
        readOnly={!may}
        autoComplete="off"
        spellCheck={false}
        onChange={(_, { value }) => {
          change({ [name]: value });
        }}
      />
    </Field>
  );
  return (
    <form className={styles.form} onSubmit={submit} noValidate aria-label="Provider record">
      {provider.notes.map(({ field, code, sentence }) => (
        <MessageBar key={`${field} ${code}`} intent={code === 'differs' ? 'warning' : 'info'} layout="multiline">
          <MessageBarBody className={styles.wrap}>{sentence}</MessageBarBody>
        </MessageBar>
      ))}
      <div className={styles.pair}>
        {text('country')}
        {text('currency')}
      </div>
      {text('resellerRelationshipUrl', 'url')}
      <Field label={markedLabel('costManagement')} hint={providerWords.costManagement.hint}>
        <Switch
          checked={entries.costManagement}
          disabled={!may}
          label={entries.costManagement ? 'On' : 'Off'}
          onChange={(_, { checked }) => {
            change({ costManagement: checked });
          }}
        />
      </Field>
      <ToleranceRows
        rows={entries.tolerances}
        mistake={mistakes.usageMismatchTolerance}
        may={may}
        onRows={(tolerances) => {
          change({ tolerances });
        }}
      />
      <SpecializationRows
        rows={entries.specializations}
        mistake={mistakes.azureSpecializations}
        may={may}
        onRows={(specializations) => {
          change({ specializations });
        }}
      />
      {text('billingStartDate', 'date')}
      {text('delegatedAdminUrl', 'url')}
      {save.isError && <ProblemMessage error={save.error} title="The provider record was not kept" />}
      <div>
        <Button
          type="submit"
          appearance="primary"
          disabledFocusable={save.isPending}
          {...(!may && { disabled: true, title: lacksPermission('providers:write') })}
        >
          Save provider
        </Button>
      </div>
      <LeaveGuard isDirty={JSON.stringify(entries) !== JSON.stringify(entriesOf(provider.record))} act="saving the provider record" />
    </form>
  );
}

function useSave(connectionId: string, version: number) {
  const client = useQueryClient();
  const toast = useToast();
  return useMutation({
    mutationFn: (record: ProviderRecord) => call(saveProvider, { params: { id: connectionId }, body: { record, version } }),
    onSuccess: (saved) => {
      client.setQueryData(providerQuery(connectionId).queryKey, saved);
      toast('Provider record saved');
    },
  });
}

import { Button, Field, Input, MessageBar, MessageBarBody, MessageBarTitle, Select, Textarea } from '@fluentui/react-components';
import { lazy, Suspense, useState } from 'react';
import type { z } from 'zod';
import type { LookedUpCustomer } from '#contract/expected-customers.ts';
import { FormDialog } from '../../../ui/form-dialog.tsx';
import { type Draft, isSought, mistakesOf } from './add-draft.ts';
import { useAddCustomer } from './use-add-customer.ts';
import { verdictWords } from './words.ts';

const TenantDialog = lazy(async () => ({ default: (await import('./tenant-dialog.tsx')).TenantDialog }));

type Found = z.infer<typeof LookedUpCustomer>;

/** Adds a customer by hand: looked up first, so that nobody is entered twice; what exists is opened or linked. */
export function AddDialog({ onClose }: { readonly onClose: () => void }) {
  const form = useAddCustomer(onClose);
  const { draft, found, accounts, tried } = form;
  const change = (part: Partial<Draft>) => {
    form.change({ ...draft, ...part });
  };
  const [isMaking, setMaking] = useState(false);
  if (isMaking)
    return (
      <Suspense>
        <TenantDialog connectionId={draft.connectionId} domain={draft.sought} onClose={onClose} />
      </Suspense>
    );
  return (
    <FormDialog
      title="Add a customer"
      submit={form.isBusy ? 'One moment…' : submitWord(found)}
      isBusy={form.isBusy || accounts.data?.length === 0}
      error={form.error}
      onSubmit={form.submit}
      onClose={onClose}
    >
      {accounts.data?.length === 0 && (
        <MessageBar intent="warning">
          <MessageBarBody>Connect a Partner Center account first; customers are looked up there.</MessageBarBody>
        </MessageBar>
      )}
      <AccountField accounts={accounts.data ?? []} chosen={draft.connectionId} change={change} />
      <Field
        label="Domain or tenant id"
        hint="Of the company, like contoso.com. It is looked up here and at Partner Center before anything is added."
        {...(tried && !isSought(draft) && { validationMessage: 'A domain like contoso.com, or a tenant id.' })}
      >
        <Input
          value={draft.sought}
          onChange={(_, { value }) => {
            change({ sought: value });
          }}
        />
      </Field>
      {found !== undefined && (
        <WhatWasFound
          found={found}
          onMake={() => {
            setMaking(true);
          }}
        />
      )}
      {needsMore(found) && <MoreFields draft={draft} tried={tried} change={change} />}
    </FormDialog>
  );
}

/** Whoever has no tenant yet can have one made. */
function WhatWasFound({ found, onMake }: { readonly found: Found; readonly onMake: () => void }) {
  const { title, intent } = verdictWords[found.verdict];
  return (
    <>
      <MessageBar intent={intent} layout="multiline" politeness="assertive">
        <MessageBarBody>
          <MessageBarTitle>{title}</MessageBarTitle> {found.sentence}
        </MessageBarBody>
      </MessageBar>
      {found.verdict === 'free' && <Button onClick={onMake}>Make a tenant for it…</Button>}
    </>
  );
}

type AccountProps = {
  readonly accounts: readonly { readonly id: string; readonly name: string }[];
  readonly chosen: string;
  readonly change: (part: Partial<Draft>) => void;
};

/** Asked only where there is a choice. */
function AccountField({ accounts, chosen, change }: AccountProps) {
  if (accounts.length < 2) return null;
  return (
    <Field label="Partner Center account" hint="The one that sells to it.">
      <Select
        value={chosen}
        onChange={(_, { value }) => {
          change({ connectionId: value });
        }}
      >
        {accounts.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </Select>
    </Field>
  );
}

/** Nobody has it yet: who it is must be told. */
const needsMore = (found: Found | undefined): boolean =>
  found?.verdict === 'taken' || found?.verdict === 'stranger' || found?.verdict === 'free';

function submitWord(found: Found | undefined): string {
  if (found === undefined) return 'Look it up';
  if (found.verdict === 'unsure') return 'Look again';
  if (found.verdict === 'listed') return `Link ${found.name ?? 'it'}`;
  return needsMore(found) ? 'Expect it and invite' : `Open ${found.name ?? 'it'}`;
}

type MoreProps = { readonly draft: Draft; readonly tried: boolean; readonly change: (part: Partial<Draft>) => void };

function MoreFields({ draft, tried, change }: MoreProps) {
  const mistakes = tried ? mistakesOf(draft) : undefined;
  const field = (name: 'name' | 'email' | 'country' | 'resellerMpn', label: string, hint: string) => (
    <Field label={label} hint={hint} required={name === 'name'} validationMessage={mistakes?.[name] ?? null}>
      <Input
        value={draft[name]}
        type={name === 'email' ? 'email' : 'text'}
        onChange={(_, { value }) => {
          change({ [name]: value });
        }}
      />
    </Field>
  );
  return (
    <>
      {field('name', 'Name', 'As Microsoft will show it; it is corrected when the customer joins.')}
      {field('email', 'E-mail (optional)', 'Who gets the invitation.')}
      {field('country', 'Country (optional)', 'Two letters, like US.')}
      {field('resellerMpn', 'Partner id (MPN) of its reseller (optional)', 'Only below an indirect provider.')}
      <Field label="Note (optional)" hint="What your colleagues should know.">
        <Textarea
          value={draft.note}
          onChange={(_, { value }) => {
            change({ note: value });
          }}
        />
      </Field>
    </>
  );
}

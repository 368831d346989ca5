import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { addCustomer, lookUpCustomer } from '#contract/expected-customers.ts';
import { call } from '../../../lib/api.ts';
import { useGo } from '../../../ui/text-link.tsx';
import { useToast } from '../../../ui/toasts.tsx';
import { type Draft, emptyDraft, isComplete, isSought, soughtOf, toAdd } from './add-draft.ts';
import { customersChanged, partnerAccountsQuery } from './queries.ts';

/** Looks a customer up first; then opens, links or expects it, by what was found. */
export function useAddCustomer(onDone: () => void) {
  const client = useQueryClient();
  const go = useGo();
  const toast = useToast();
  const accounts = useQuery(partnerAccountsQuery);
  const [draft, setDraft] = useState<Draft>(emptyDraft);
  const [tried, setTried] = useState(false);
  const at = (among: typeof accounts.data): Draft => (draft.connectionId === '' ? { ...draft, connectionId: among?.[0]?.id ?? '' } : draft);
  const full = at(accounts.data);
  // Whoever is faster than the list of accounts waits for it.
  const look = useMutation({
    mutationFn: async () =>
      call(lookUpCustomer, { body: soughtOf(at(await client.query({ ...partnerAccountsQuery, staleTime: 'static' }))) }),
  });
  const add = useMutation({
    mutationFn: (name: string) => call(addCustomer, { body: toAdd({ ...full, name }) }),
    onSuccess: async (added, name) => {
      await customersChanged(client);
      onDone();
      if (added.outcome === 'linked') toast(`${name} is linked.`);
      go(added.customerId === null ? `/customers/expected?panel=${added.expectedId ?? ''}&ask=invite` : `/customers/${added.customerId}`);
    },
  });
  const found = look.data;
  const leave = (to: string) => {
    onDone();
    go(to);
  };
  const expect = () => {
    setTried(true);
    if (isComplete(full)) add.mutate(full.name);
  };
  const submit = () => {
    if (found === undefined || found.verdict === 'unsure') {
      setTried(true);
      if (!isSought(full)) return;
      look.mutate(undefined, {
        onSuccess: () => {
          setTried(false);
        },
      });
    } else if (found.customerId !== null) leave(`/customers/${found.customerId}`);
    else if (found.expectedId !== null) leave(`/customers/expected?panel=${found.expectedId}`);
    else if (found.verdict === 'listed') add.mutate(found.name ?? full.sought);
    else expect();
  };
  return {
    draft: full,
    found,
    tried,
    accounts,
    submit,
    isBusy: look.isPending || add.isPending,
    error: look.error ?? add.error ?? accounts.error,
    /** Another account or another word was not looked up yet. */
    change: (next: Draft) => {
      setDraft(next);
      if (next.sought === full.sought && next.connectionId === full.connectionId) return;
      look.reset();
      add.reset();
    },
  };
}

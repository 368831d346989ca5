import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import {
  type AcceptanceRule,
  addAcceptanceRule,
  changeAcceptanceRule,
  listAcceptanceRules,
  removeAcceptanceRule,
  tryAcceptanceRule,
} from '#contract/acceptance-rules.ts';
import { type BodyOf, call } from '../../lib/api.ts';

export type Rule = z.infer<typeof AcceptanceRule>;
export type RuleDraft = BodyOf<typeof addAcceptanceRule>;
export type Trial = z.infer<NonNullable<(typeof tryAcceptanceRule)['reply']>>;

export const rulesQuery = queryOptions({
  queryKey: [listAcceptanceRules.id],
  queryFn: async ({ signal }) => (await call(listAcceptanceRules, { signal })).data,
});

/** What a rule accepts or opens again shows in every list of differences. */
function useWrite<Input>(write: (input: Input) => Promise<unknown>) {
  const client = useQueryClient();
  return useMutation({ mutationFn: write, onSettled: () => client.invalidateQueries() });
}

export const useAddRule = () => useWrite((rule: RuleDraft) => call(addAcceptanceRule, { body: rule }));
export const useSwitchRule = () =>
  useWrite(({ id, version, isActive }: Rule) => call(changeAcceptanceRule, { params: { id }, body: { version, isActive: !isActive } }));
export const useRemoveRule = () => useWrite(({ id }: Rule) => call(removeAcceptanceRule, { params: { id } }));

export const useTryRule = () => useMutation({ mutationFn: (rule: RuleDraft) => call(tryAcceptanceRule, { body: rule }) });

import type { z } from 'zod';
import * as contract from '../contract/mapping-rules.ts';
import {
  type AccountKinds,
  addMappingRule,
  changeAccountKinds,
  changeMappingRule,
  type KeptMappingRule,
  listAccountKinds,
  listMappingRules,
  type MappingRuleTerms,
  type RuleOutcome,
  removeMappingRule,
  tryMappingRule,
} from '../features/mapping/index.ts';
import { publicId } from '../model/ids.ts';
import { good, handle, type Mounted, refuse } from './handle.ts';

const present = ({ ruleId, connectionId, createdAt, except, ...rule }: KeptMappingRule): z.input<typeof contract.MappingRule> => ({
  ...rule,
  id: publicId('rule', ruleId),
  connectionId: publicId('connection', connectionId),
  except: [...except],
  createdAt: createdAt.toString(),
});

const refusals = {
  unknown: refuse('not_found', 'There is no such rule.'),
  targetMissing: refuse('mapping_target_missing', 'The service does not exist (any more) in this PSA.', {
    hint: 'Choose another one; a sync brings what is new.',
  }),
  changed: refuse('precondition_failed', 'Somebody changed the rule since you read it.', { hint: 'Read it again and repeat your change.' }),
} as const;

const answer = (outcome: RuleOutcome) =>
  outcome.status === 'kept' ? good({ rule: present(outcome.rule), changed: outcome.changed }) : refusals[outcome.because];

const presentKinds = ({ kinds, version }: AccountKinds): z.input<typeof contract.AccountKinds> => ({ kinds: [...kinds], version });
const kindsChanged = refuse('precondition_failed', 'Somebody changed the kinds since you read them.', {
  hint: 'Read them again and repeat your change.',
});

const noRule = refuse('not_found', 'There is no such rule.');

export const mappingRuleRoutes: readonly Mounted[] = [
  handle(contract.listMappingRules, async ({ context }) => good({ data: (await listMappingRules(context)).map(present) })),
  handle(contract.tryMappingRule, async ({ context, body: { connectionId, ruleId, ...terms } }) => {
    const tried = await tryMappingRule(context, { connectionId, terms: terms satisfies MappingRuleTerms, ruleId });
    return good({ data: tried.map((each) => ({ ...each, mappingId: publicId('mapping', each.mappingId) })) });
  }),
  handle(contract.addMappingRule, async ({ context, body: { connectionId, ...terms } }) =>
    answer(await addMappingRule(context, connectionId, terms)),
  ),
  handle(contract.changeMappingRule, async ({ context, params, body: { place, version, ...terms } }) =>
    answer(await changeMappingRule(context, params.id, { terms, place, version })),
  ),
  handle(contract.listAccountKinds, async ({ context }) => good(presentKinds(await listAccountKinds(context)))),
  handle(contract.changeAccountKinds, async ({ context, body }) => {
    const { status, kinds } = await changeAccountKinds(context, body);
    return status === 'changed' ? good(presentKinds(kinds)) : kindsChanged;
  }),
  handle(contract.removeMappingRule, async ({ context, params }) =>
    (await removeMappingRule(context, params.id)) === undefined ? noRule : good(undefined),
  ),
];

import { FaultInputs } from '../faults/read-rules.ts';
import { type ControlHandler, ok, refuse, withBody } from './call.ts';

export const listFaults: ControlHandler = ({ stage }) => ok({ rules: stage.faults.list() });

/** POST /_control/faults: one rule or a list; answers them with ids and hit counters. */
export const addFaults = withBody(FaultInputs, (rules, { stage }) => {
  const ids = new Set(rules.map((rule) => stage.faults.add(rule).id));
  return ok({ rules: stage.faults.list().filter((rule) => ids.has(rule.id)) });
});

export const clearFaults: ControlHandler = ({ stage }) => {
  stage.faults.clear();
  return ok({ rules: [] });
};

export const removeFault: ControlHandler = ({ stage, params }) =>
  stage.faults.remove(params['id'] ?? '')
    ? ok({ rules: stage.faults.list() })
    : refuse(404, 'unknown_rule', `There is no rule ${params['id'] ?? ''}.`);

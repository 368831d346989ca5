import { FaultInputs } from '../faults/read-rules.ts';
import type { Remote } from '../remote.ts';
import { type ControlHandler, ok, refuse, withBody } from './call.ts';

export const listFaults: ControlHandler = ({ stage }) => ok({ rules: stage.faults.list() });

/** POST /_control/faults: one rule or a list; answers them with ids and hit counters. */
export const addFaults = withBody(FaultInputs, (rules, { stage }) => {
  const unknown = rules.map(({ match }) => match.remote).find((name) => name !== undefined && !isRemote(stage.remotes, name));
  if (unknown !== undefined) {
    const names = stage.remotes.map(({ name }) => name).join(', ');
    return refuse(400, 'unknown_remote', `There is no remote ${unknown}. Name its host, or one of: ${names}.`);
  }
  const ids = new Set(rules.map((rule) => stage.faults.add(rule).id));
  return ok({ rules: stage.faults.list().filter((rule) => ids.has(rule.id)) });
});

/** A mistyped remote would be a rule that never hits, and a rehearsal that looks passed. */
function isRemote(remotes: readonly Remote[], wanted: string): boolean {
  const folded = wanted.toLowerCase();
  const isHost = (host: string | RegExp): boolean => (typeof host === 'string' ? host.toLowerCase() === folded : host.test(folded));
  return remotes.some(({ name, hosts }) => name.toLowerCase() === folded || hosts.some(isHost));
}

export const clearFaults: ControlHandler = ({ stage }) => {
  stage.faults.clear();
  return ok({ rules: [] });
};

export const removeFault: ControlHandler = ({ stage, params }) =>
  stage.faults.remove(params['id'] ?? '')
    ? ok({ rules: stage.faults.list() })
    : refuse(404, 'unknown_rule', `There is no rule ${params['id'] ?? ''}.`);

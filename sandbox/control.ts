import { agenda } from './agenda.ts';
import { changeGdap, changeTenant } from './control/access.ts';
import { act, listActs } from './control/act.ts';
import { type ControlHandler, refuse } from './control/call.ts';
import { credentials } from './control/credentials.ts';
import { addFaults, clearFaults, listFaults, removeFault } from './control/faults.ts';
import { setIdentity } from './control/identity.ts';
import { controlPage } from './control/page.ts';
import { listScenarios, postScenario } from './control/scenario.ts';
import { listSwitches, setSwitch, setWebhooks, showSwitch, turning } from './control/switches.ts';
import { calls, events, mails, oneRow, planted, rows, truthIndex } from './control/truth.ts';
import { reset, setClock, setSeed, showClock, showWorld } from './control/world.ts';
import type { RemoteAnswer, RemoteRequest } from './remote.ts';
import { matchPath } from './routing.ts';
import type { Stage } from './stage.ts';
import { settle } from './world/due.ts';

const routes: readonly (readonly [string, string, ControlHandler])[] = [
  ['GET', '/', controlPage],
  ['GET', '/world', showWorld],
  ['GET', '/credentials', credentials],
  ['PUT', '/seed', setSeed],
  ['POST', '/reset', reset],
  ['GET', '/clock', showClock],
  ['POST', '/clock', setClock],
  ['GET', '/faults', listFaults],
  ['POST', '/faults', addFaults],
  ['DELETE', '/faults', clearFaults],
  ['DELETE', '/faults/{id}', removeFault],
  ['GET', '/switches', listSwitches],
  ['POST', '/switches/{name}', setSwitch],
  ['GET', '/webhooks', showSwitch('webhooks')],
  ['POST', '/webhooks', setWebhooks],
  ['GET', '/identity', showSwitch('identity')],
  ['POST', '/identity', setIdentity],
  ['GET', '/idempotency', showSwitch('idempotency')],
  ['POST', '/idempotency', turning('idempotency')],
  ['GET', '/throttling', showSwitch('throttling')],
  ['POST', '/throttling', turning('throttling')],
  ['POST', '/accepted', turning('accepted')],
  ['POST', '/gdap', changeGdap],
  ['POST', '/tenant', changeTenant],
  ['GET', '/act', listActs],
  ['POST', '/act', act],
  ['GET', '/scenarios', listScenarios],
  ['POST', '/scenario', postScenario],
  ['GET', '/mails', mails],
  ['GET', '/truth', truthIndex],
  ['GET', '/truth/planted', planted],
  ['GET', '/truth/calls', calls],
  ['GET', '/truth/events', events],
  ['GET', '/truth/{table}', rows],
  ['GET', '/truth/{table}/{key}', oneRow],
];

/** The control API (reliability-security reference, section 5): rules the world and its faults. For tests and for the people who train on it. */
export function control(request: RemoteRequest, stage: Stage): RemoteAnswer | Promise<RemoteAnswer> {
  settle(stage.world, agenda);
  let known = false;
  for (const [method, template, handler] of routes) {
    const params = matchPath(template, request.path);
    if (params === undefined) continue;
    if (method === request.method) return handler({ request, stage, params });
    known = true;
  }
  if (known) return refuse(405, 'wrong_verb', `${request.method} is not possible at ${request.path}.`);
  return refuse(404, 'unknown_route', `The control API has nothing at ${request.path}.`, {
    routes: routes.map(([method, template]) => `${method} /_control${template}`),
  });
}

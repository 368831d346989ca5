import { setTimeout as sleep } from 'node:timers/promises';
import { agenda } from './agenda.ts';
import { callFacts } from './faults/call-facts.ts';
import { mutate } from './faults/mutate.ts';
import type { FaultEffect } from './faults/rule.ts';
import { jsonText } from './json.ts';
import type { Remote, RemoteAnswer, RemoteRequest } from './remote.ts';
import type { Stage } from './stage.ts';
import { settle } from './world/due.ts';

/** How a call ends on the wire. */
export type Ending =
  | { readonly kind: 'answer'; readonly answer: RemoteAnswer; readonly rules: readonly string[]; readonly effect: FaultEffect }
  | { readonly kind: 'reset' }
  | { readonly kind: 'silence' };

/** Takes a call through the fault rules and the remote, and logs it. */
export async function answerCall(stage: Stage, remote: Remote, request: RemoteRequest, log: (line: string) => void): Promise<Ending> {
  const { world } = stage;
  settle(world, agenda);
  const facts = callFacts(request, remote.name, world);
  const { ids, effect } = stage.faults.strike(facts);
  const record = (status: number | 'none', processed: boolean): void => {
    stage.calls.add(request, facts, { status, outcome: processed ? 'processed' : 'notProcessed', rules: ids });
  };
  if (effect.delayBefore !== undefined) await sleep(effect.delayBefore);
  const swallowed = swallow(effect);
  if (swallowed !== undefined) {
    record('none', false);
    return { kind: swallowed };
  }
  const carryOut = async (): Promise<RemoteAnswer> => {
    const answer = await handled(remote, request, stage, log);
    record(answer.status, answer.status < 400);
    return answer;
  };
  if (effect.processLater !== undefined) {
    setTimeout(() => void carryOut(), effect.processLater).unref();
    return { kind: 'answer', answer: ruleAnswer(effect, 504), rules: ids, effect };
  }
  const answer = asksRemote(effect) ? await shaped(await carryOut(), effect) : ruleAnswer(effect, 500);
  if (!asksRemote(effect)) record(answer.status, false);
  if (effect.resetAfterProcessing === true) return { kind: 'reset' };
  if (effect.neverAnswer === 'afterProcessing') return { kind: 'silence' };
  if (effect.delayAfter !== undefined) await sleep(effect.delayAfter);
  return { kind: 'answer', answer, rules: ids, effect };
}

function swallow(effect: FaultEffect): 'reset' | 'silence' | undefined {
  if (effect.resetBefore === true) return 'reset';
  return effect.neverAnswer === true ? 'silence' : undefined;
}

const asksRemote = (effect: FaultEffect): boolean =>
  effect.status === undefined ||
  effect.bodyMutation !== undefined ||
  effect.resetAfterProcessing === true ||
  effect.neverAnswer === 'afterProcessing';

async function handled(remote: Remote, request: RemoteRequest, stage: Stage, log: (line: string) => void): Promise<RemoteAnswer> {
  try {
    return await remote.handle(request, stage.world);
  } catch (error) {
    log(
      `sandbox fault in ${remote.name} at ${request.method} ${request.path}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
    return {
      status: 500,
      headers: { 'content-type': 'application/json' },
      body: jsonText({ code: 'sandbox_fault', message: 'The sandbox failed; its log says why.' }),
    };
  }
}

async function shaped(answer: RemoteAnswer, effect: FaultEffect): Promise<RemoteAnswer> {
  const given = effect.body === undefined ? answer : withBody(answer, bodyText(effect.body));
  const own: RemoteAnswer = { ...given, status: effect.status ?? answer.status, headers: { ...given.headers, ...effect.headers } };
  return effect.bodyMutation === undefined ? own : mutate(await whole(own), effect.bodyMutation);
}

/** An answer with another body than the remote's; a long one is not made then. */
function withBody({ stream: _made, ...answer }: RemoteAnswer, body: string | Uint8Array): RemoteAnswer {
  const headers = Object.entries(answer.headers ?? {}).filter(([name]) => name.toLowerCase() !== 'content-length');
  return { ...answer, headers: Object.fromEntries(headers), body };
}

/** A long body as one piece, where a rule changes it. */
async function whole(answer: RemoteAnswer): Promise<RemoteAnswer> {
  if (answer.stream === undefined) return answer;
  const chunks: Uint8Array[] = [];
  for await (const chunk of answer.stream) chunks.push(chunk);
  return withBody(answer, Buffer.concat(chunks));
}

const ruleAnswer = (effect: FaultEffect, otherwise: number): RemoteAnswer => ({
  status: effect.status ?? otherwise,
  headers: { 'content-type': 'application/json', ...effect.headers },
  ...(effect.body === undefined ? {} : { body: bodyText(effect.body) }),
});

const bodyText = (body: unknown): string => (typeof body === 'string' ? body : jsonText(body));

import { setTimeout as sleep } from 'node:timers/promises';
import { json, type Remote, type RemoteAnswer, type RemoteRequest } from '../remote.ts';
import { openPsa } from '../world/estate/other-psas.ts';
import type { World } from '../world/world.ts';
import { written } from './answers.ts';
import { rowOf, viewById } from './books.ts';
import { childOf, type EntitySpec, entityOf, specNamed } from './entities/entities.ts';
import { badInput, failure, notFound, wrongVerb } from './errors.ts';
import { entityInformation, fieldInformation, userDefinedFields } from './information.ts';
import { childrenAnswer, countAnswer, queryAnswer } from './query/answer.ts';
import { isRefusal, type Session, signIn } from './session.ts';
import { countCall, takeThread, thresholdInformation } from './threshold.ts';
import { adjust } from './units/adjust.ts';
import { lineKinds } from './units/lines.ts';
import { watchCompanies } from './webhooks.ts';
import { createRow, deleteRow, updateRow } from './write.ts';
import { zoneInformation } from './zone.ts';

type Call = { readonly request: RemoteRequest; readonly world: World; readonly session: Session };

/** `/ATServicesRest/V1.0/Companies/174` gives `['Companies', '174']`; undefined below another root. Paths are not case-sensitive. */
function partsOf(path: string): readonly string[] | undefined {
  const found = /^\/atservicesrest\/v1\.0\/+(.*)$/i.exec(path);
  return found?.[1]?.split('/').filter((part) => part !== '');
}

async function handle(request: RemoteRequest, world: World): Promise<RemoteAnswer> {
  const parts = partsOf(request.path);
  if (parts === undefined) return notFound();
  const first = parts[0]?.toLowerCase() ?? '';
  if (first === 'zoneinformation') return request.method === 'GET' ? zoneInformation(request, world) : wrongVerb(request.method);
  const session = signIn(request, world);
  if (isRefusal(session)) return session;
  openPsa(world, 'autotask');
  if (first === 'thresholdinformation') return json(200, thresholdInformation(world));
  const strain = countCall(world);
  if (strain.refused) {
    return failure(
      Number(world.switch('autotask').thresholdStatus),
      'You have exceeded the request threshold of this database for the hour.',
    );
  }
  const release = takeThread(world, `${session.instance.integrationCode}/${first}`);
  if (release === undefined) return failure(429, `The thread threshold of 3 was exceeded for ${parts[0] ?? ''}.`);
  try {
    const waitMs = strain.waitMs + world.switch('autotask').workMs;
    if (waitMs > 0) await sleep(waitMs);
    return answer({ request, world, session }, parts);
  } finally {
    release();
  }
}

function answer(call: Call, parts: readonly string[]): RemoteAnswer {
  const [name = '', second, third, fourth] = parts;
  const spec = entityOf(name);
  if (spec === undefined || parts.length > 4) return notFound();
  if (second === undefined) return atRoot(call, spec);
  const word = second.toLowerCase();
  if (word === 'query') return onQuery(call, spec, third?.toLowerCase());
  if (word === 'entityinformation') return onInformation(call, spec, third?.toLowerCase());
  if (!/^\d+$/.test(second)) return notFound();
  return third === undefined ? onRow(call, spec, second) : onParent(call, spec, { parentId: second, subname: third, id: fourth });
}

type Below = { readonly parentId: string; readonly subname: string; readonly id: string | undefined };

function onParent(call: Call, spec: EntitySpec, { parentId, subname, id }: Below): RemoteAnswer {
  const child = childOf(spec, subname);
  if (child === undefined || rowOf(call.world, spec.name, parentId) === undefined) return notFound();
  return id === undefined ? onChildren(call, child, Number(parentId)) : onChild(call, child, { parentId: Number(parentId), id });
}

/** POST, PATCH and PUT at the root of an entity that has no parent. */
function atRoot(call: Call, spec: EntitySpec): RemoteAnswer {
  const { method } = call.request;
  if (spec.parent !== undefined) return method === 'GET' ? notFound() : wrongVerb(method);
  return writing(call, spec);
}

function writing(call: Call, spec: EntitySpec, parentId?: number): RemoteAnswer {
  const { method } = call.request;
  if (method === 'POST' && spec.can.has('create')) {
    const kind = lineKinds.find((one) => one.adjustments === spec.name);
    return kind === undefined ? createRow(call, spec, parentId) : adjust(call, kind, spec, parentId ?? 0);
  }
  if ((method === 'PATCH' || method === 'PUT') && spec.can.has('update')) return updateRow(call, spec, method, parentId);
  return wrongVerb(method);
}

function onQuery({ request, world, session }: Call, spec: EntitySpec, more: string | undefined): RemoteAnswer {
  if (request.method !== 'GET' && request.method !== 'POST') return wrongVerb(request.method);
  if (!spec.can.has('query')) return badInput(`The entity ${spec.name} cannot be queried.`);
  if (more === 'count') return countAnswer(request, world, spec);
  return more === undefined || more === 'next' ? queryAnswer(request, world, spec, session.base) : notFound();
}

function onInformation({ request, world }: Call, spec: EntitySpec, more: string | undefined): RemoteAnswer {
  if (request.method !== 'GET') return wrongVerb(request.method);
  if (more === undefined) return entityInformation(spec);
  if (more === 'fields') return fieldInformation(world, spec);
  return more === 'userdefinedfields' ? userDefinedFields(spec) : notFound();
}

function onRow(call: Call, spec: EntitySpec, id: string): RemoteAnswer {
  const { request, world } = call;
  if (request.method === 'DELETE' && spec.parent === undefined && spec.can.has('delete')) return deleteRow(call, spec, id);
  if (request.method !== 'GET') return wrongVerb(request.method);
  if (!spec.can.has('query')) return badInput(`The entity ${spec.name} cannot be queried.`);
  const view = viewById(world, spec, Number(id));
  return view === undefined ? notFound() : json(200, { item: written(spec, view) });
}

function onChildren(call: Call, spec: EntitySpec, parentId: number): RemoteAnswer {
  if (call.request.method !== 'GET') return writing(call, spec, parentId);
  return spec.can.has('query') ? childrenAnswer(call.world, spec, parentId) : badInput(`The entity ${spec.name} cannot be queried.`);
}

function onChild(call: Call, spec: EntitySpec, { parentId, id }: { readonly parentId: number; readonly id: string }): RemoteAnswer {
  const { request, world } = call;
  if (request.method === 'DELETE' && spec.can.has('delete')) return deleteRow(call, spec, id, parentId);
  if (request.method !== 'GET') return wrongVerb(request.method);
  if (!spec.can.has('query')) return badInput(`The entity ${spec.name} cannot be queried.`);
  const view = viewById(world, spec, Number(id));
  const isOfParent = view?.values[spec.parent?.field ?? ''] === parentId;
  return view === undefined || !isOfParent ? notFound() : json(200, { item: written(specNamed(spec.name), view) });
}

/** Autotask REST. Any zone's host tells the zone of a user; only the zone of the database serves its data. */
export const autotask: Remote = {
  name: 'autotask',
  hosts: [/^webservices\d*\.autotask\.net$/],
  handle,
  watch: (world) => watchCompanies(world),
};

import type { JsonObject, JsonValue } from '../../src/lib/exact-json.ts';
import { empty, type RemoteAnswer, type RemoteRequest } from '../remote.ts';
import type { PsaCallback } from '../world/types.ts';
import { put, removeRow, type World } from '../world/world.ts';
import { wholeValue } from './additions/values.ts';
import { objectOf } from './body.ts';
import { invalid, invalidObject, missing, notFound } from './errors.ts';
import { itemAnswer } from './lists/list.ts';
import type { Session } from './session.ts';

export const callbackRows = (world: World, { instance }: Session): readonly JsonObject[] =>
  world.tables.psaCallbacks.by('instanceId', instance.id).map((callback) => callbackAnswer(callback));

/** The signing key of a callback never shows here: it is served at the `key_url` of a delivery. */
const callbackAnswer = (callback: PsaCallback): JsonObject => ({
  id: callback.id,
  description: callback.description,
  url: callback.url,
  objectId: callback.objectId,
  type: callback.type,
  level: callback.level,
  memberId: 1,
  inactiveFlag: callback.inactive,
  _info: { lastUpdated: '', updatedBy: '' },
});

const levels: Readonly<Record<string, readonly string[]>> = {
  agreement: ['owner', 'type', 'company', 'agreement'],
  company: ['owner', 'status', 'type', 'territory', 'company'],
};

/** POST /system/callbacks: types and levels are checked without regard to case. */
export function registerCallback(request: RemoteRequest, world: World, session: Session): RemoteAnswer {
  const body = objectOf(request);
  const type = textOf(body['type']).toLowerCase();
  const level = textOf(body['level']).toLowerCase();
  const url = textOf(body['url']);
  const absent = ['url', 'type', 'level'].filter((name) => textOf(body[name]) === '').map((name) => missing('callbackEntry', name));
  if (absent.length > 0) return invalidObject('callbackEntry', absent);
  if (levels[type]?.includes(level) !== true) {
    return invalidObject('callbackEntry', [invalid('callbackEntry', 'level', `level ${level} is not one of type ${type}.`)]);
  }
  const callback: PsaCallback = {
    id: world.nextNumber('psaCallbacks'),
    instanceId: session.instance.id,
    description: textOf(body['description']),
    url,
    objectId: wholeValue(body['objectId']) ?? 1,
    type,
    level,
    inactive: body['inactiveFlag'] === true,
    signingKey: world.newId().replaceAll('-', ''),
  };
  world.apply({
    kind: 'psa.callbackRegistered',
    ...by(session),
    about: { instanceId: session.instance.id },
    changes: [put('psaCallbacks', callback)],
  });
  return itemAnswer(request, callbackAnswer(callback), 201);
}

export function deleteCallback(world: World, session: Session, id: string): RemoteAnswer {
  const callback = world.tables.psaCallbacks.get(id);
  if (callback?.instanceId !== session.instance.id) return notFound('CallbackEntry', id);
  world.apply({
    kind: 'psa.callbackDeleted',
    ...by(session),
    about: { instanceId: session.instance.id },
    changes: [removeRow('psaCallbacks', id)],
  });
  return empty(204);
}

const by = ({ instance }: Session) => ({ actor: { kind: 'api' as const, name: instance.member }, cause: 'connectwise' });

const textOf = (value: JsonValue | undefined): string => (typeof value === 'string' ? value : '');

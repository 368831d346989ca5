import type { JsonValue } from '../../../src/lib/exact-json.ts';
import { jsonText } from '../../json.ts';
import type { RemoteAnswer, RemoteRequest } from '../../remote.ts';
import type { PsaCallback, PsaStamp } from '../../world/types.ts';
import { put, removeRow, type World } from '../../world/world.ts';
import { flagValue, textValue, ValueError, wholeValue } from '../additions/values.ts';
import { type FieldError, failure, invalid } from '../errors.ts';
import type { Collection } from '../lists/collection.ts';
import { ok } from '../lists/list.ts';
import { byNumber, nextId } from '../memory.ts';
import type { Writers } from '../writes/draft.ts';
import { stamped, type Writing } from '../writes/store.ts';

type Row = PsaCallback & PsaStamp;

const asRow = (callback: PsaCallback): Row => ({ updatedAt: '', updatedBy: '', enteredAt: '', enteredBy: '', ...callback });

/** The signing key of a callback never shows here: it is served at the `key_url` of a delivery. */
export const callbacks: Collection<Row> = {
  kind: 'callback',
  name: 'CallbackEntry',
  rows: ({ world, session }) => byNumber(world, 'psaCallbacks', session.instance.id).map(asRow),
  one: ({ world, session }, id) => {
    const row = world.tables.psaCallbacks.get(id);
    return row?.instanceId === session.instance.id ? asRow(row) : undefined;
  },
  show: (callback) => ({
    id: callback.id,
    description: callback.description,
    url: callback.url,
    objectId: callback.objectId,
    type: callback.type,
    level: callback.level,
    memberId: 1,
    payloadVersion: callback.payloadVersion,
    inactiveFlag: callback.inactive,
    isSoapCallbackFlag: false,
    isSelfSuppressedFlag: false,
    _info: { lastUpdated: '', updatedBy: '' },
  }),
};

const levels: Readonly<Record<string, readonly string[]>> = {
  agreement: ['owner', 'type', 'company', 'agreement'],
  company: ['owner', 'status', 'type', 'territory', 'company'],
};

const writers: Writers<Row, undefined> = {
  description: (row, value) => ({ ...row, description: textValue(value, 100) }),
  url: (row, value) => ({ ...row, url: urlValue(value) }),
  objectId: (row, value) => ({ ...row, objectId: wholeValue(value) ?? row.objectId }),
  type: (row, value) => ({ ...row, type: textValue(value, 50).toLowerCase() }),
  level: (row, value) => ({ ...row, level: textValue(value, 50).toLowerCase() }),
  payloadVersion: (row, value) => ({ ...row, payloadVersion: textValue(value, 20) }),
  inactiveFlag: (row, value) => ({ ...row, inactive: flagValue(value) }),
};

function urlValue(value: JsonValue): string {
  if (typeof value !== 'string' || !URL.canParse(value)) throw new ValueError('must be an address');
  return value;
}

/** Types and levels are checked without regard to case. */
export const callbackWriting: Writing<Row, undefined> = {
  collection: callbacks,
  event: 'psa.callback',
  required: ['url', 'type', 'level'],
  writers,
  around: () => undefined,
  blank: (call) => ({
    id: nextId(call.world, 'psaCallbacks'),
    instanceId: call.session.instance.id,
    description: '',
    url: '',
    objectId: 1,
    type: '',
    level: '',
    inactive: false,
    signingKey: call.world.newId().replaceAll('-', ''),
    keyBase: call.request.linkBase,
    ...stamped(call),
  }),
  check: (_call, row): readonly FieldError[] =>
    levels[row.type]?.includes(row.level) === true
      ? []
      : [invalid('callback', 'level', `level ${row.level} is not one of type ${row.type}.`)],
  put: (row) => put('psaCallbacks', row),
  about: (row) => ({ instanceId: row.instanceId }),
  remove: (_call, row) => [removeRow('psaCallbacks', row.id)],
};

/** GET of a delivery's `key_url`: the key by which it was signed, to whoever knows the address. */
export function signingKey(request: RemoteRequest, world: World, id: string): RemoteAnswer {
  const callback = world.tables.psaCallbacks.get(id);
  const instance = callback === undefined ? undefined : world.tables.psaInstances.get(callback.instanceId);
  if (callback === undefined || (instance !== undefined && instance.host !== '' && instance.host !== request.host))
    return failure(404, 'NotFound', `Key ${id} not found`);
  return ok(jsonText({ signing_key: callback.signingKey }));
}

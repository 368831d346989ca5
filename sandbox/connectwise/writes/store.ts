import { isJsonObject, type JsonObject } from '../../../src/lib/exact-json.ts';
import { empty, type RemoteAnswer } from '../../remote.ts';
import type { PsaExtra, PsaStamp } from '../../world/types.ts';
import type { Change } from '../../world/world.ts';
import { type Changes, readPatch } from '../additions/patch.ts';
import { bodyOf } from '../body.ts';
import { by, type Call } from '../call.ts';
import type { FieldError } from '../errors.ts';
import { failure, invalidObject, missing, notFound } from '../errors.ts';
import type { Collection } from '../lists/collection.ts';
import { isKnownField } from '../lists/known-fields.ts';
import { itemAnswer } from '../lists/list.ts';
import { draft, isErrors, toChanges, type Writers } from './draft.ts';

type Row = PsaStamp & { readonly id: number; readonly extra?: PsaExtra };

/** How one kind of row is written: everything that POST, PUT, PATCH and DELETE need to know of it. */
export type Writing<R extends Row, Around> = {
  readonly collection: Collection<R>;
  /** `psa.agreement`: events are this with Added, Patched, Replaced, Deleted behind it. */
  readonly event: string;
  readonly required: readonly string[];
  readonly writers: Writers<R, Around>;
  around(call: Call): Around;
  /** A row before anything is set. */
  blank(call: Call): R;
  /** What cannot be said of one member alone. */
  check(call: Call, row: R, before: R | undefined, changes: Changes): readonly FieldError[];
  put(row: R): Change;
  about(row: R): Readonly<Record<string, string>>;
  /** The changes of a deletion, or the refusal. */
  remove(call: Call, row: R): readonly Change[] | RemoteAnswer;
};

/** POST: 201 with the whole row. */
export function create<R extends Row, Around>(call: Call, writing: Writing<R, Around>): RemoteAnswer {
  const body = bodyOf(call.request);
  if (!isJsonObject(body)) return notAnObject();
  return store(call, writing, { base: writing.blank(call), before: undefined, body, kind: 'Added' });
}

/** PUT replaces: what the body leaves out goes back to its default. */
export const replace = <R extends Row, Around>(call: Call, writing: Writing<R, Around>): RemoteAnswer =>
  onRow(call, writing, (before) => {
    const body = bodyOf(call.request);
    if (!isJsonObject(body)) return notAnObject();
    const base = { ...writing.blank(call), id: before.id, enteredAt: before.enteredAt, enteredBy: before.enteredBy };
    return store(call, writing, { base, before, body, kind: 'Replaced' });
  });

export const patch = <R extends Row, Around>(call: Call, writing: Writing<R, Around>): RemoteAnswer =>
  onRow(call, writing, (before) => {
    const { kind } = writing.collection;
    const changes = readPatch(bodyOf(call.request) ?? null, (name) => isKnownField(kind, name), kind);
    if (isErrors(changes)) return invalidObject(kind, changes);
    return store(call, writing, { base: before, before, body: changes, kind: 'Patched' });
  });

export const remove = <R extends Row, Around>(call: Call, writing: Writing<R, Around>): RemoteAnswer =>
  onRow(call, writing, (row) => {
    const changes = writing.remove(call, row);
    if ('status' in changes) return changes;
    call.world.apply({ kind: `${writing.event}Deleted`, ...by(call), about: writing.about(row), changes });
    return empty(204);
  });

function onRow<R extends Row, Around>(call: Call, { collection }: Writing<R, Around>, work: (row: R) => RemoteAnswer): RemoteAnswer {
  const id = call.params['id'] ?? '';
  const row = collection.one(call, id);
  return row === undefined ? notFound(collection.name, id) : work(row);
}

type Plan<R> = {
  readonly base: R;
  readonly before: R | undefined;
  readonly body: JsonObject;
  readonly kind: 'Added' | 'Replaced' | 'Patched';
};

function store<R extends Row, Around>(call: Call, writing: Writing<R, Around>, plan: Plan<R>): RemoteAnswer {
  const { kind } = writing.collection;
  const changes = toChanges(plan.body);
  const required = plan.kind === 'Patched' ? writing.required.filter((name) => name in changes) : writing.required;
  const absent = required.filter((name) => (changes[name] ?? '') === '').map((name) => missing(kind, name));
  if (absent.length > 0) return invalidObject(kind, absent);
  const drafted = draft(kind, plan.base, changes, writing.writers, writing.around(call));
  if (isErrors(drafted)) return invalidObject(kind, drafted);
  const errors = writing.check(call, drafted, plan.before, changes);
  if (errors.length > 0) return invalidObject(kind, errors);
  const row: R = { ...drafted, updatedAt: call.world.now(), updatedBy: call.session.instance.member };
  call.world.apply({ kind: `${writing.event}${plan.kind}`, ...by(call), about: writing.about(row), changes: [writing.put(row)] });
  return itemAnswer(call.request, writing.collection.show(row, call), plan.kind === 'Added' ? 201 : 200);
}

export const stamped = ({ world, session }: Call): PsaStamp => ({
  enteredAt: world.now(),
  enteredBy: session.instance.member,
  updatedAt: world.now(),
  updatedBy: session.instance.member,
});

const notAnObject = (): RemoteAnswer => failure(400, 'InvalidObject', 'The body must be a JSON object.');

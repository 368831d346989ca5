import { gzipSync } from 'node:zlib';
import { ExactNumber } from '../../src/lib/exact-json.ts';
import { exact, jsonText } from '../json.ts';
import type { RemoteAnswer } from '../remote.ts';
import { hostileTexts } from './hostile-texts.ts';
import type { BodyMutation, MutationKind } from './rule.ts';

type Holder = Record<string, unknown>;

/** An answer with its body changed as a rule says. Bodies that the change does not fit are left as they are. */
export function mutate(answer: RemoteAnswer, mutation: BodyMutation): RemoteAnswer {
  const bytes = typeof answer.body === 'string' ? Buffer.from(answer.body) : Buffer.from(answer.body ?? '');
  switch (mutation.kind) {
    case 'bom':
      return { ...answer, body: Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes]) };
    case 'truncate':
      return { ...answer, body: bytes.subarray(0, Math.floor(bytes.length / 2)) };
    case 'gzipBomb':
      return { ...answer, headers: { ...answer.headers, 'content-encoding': 'gzip' }, body: bomb() };
    default:
      return mutateJson(answer, bytes, mutation.kind, mutation.field);
  }
}

/** One GiB of spaces as a few hundred gzip members, about 1 MiB on the wire. */
function bomb(): Buffer {
  const member = gzipSync(Buffer.alloc(4 * 1024 * 1024, 0x20), { level: 9 });
  return Buffer.concat(Array.from({ length: 256 }, () => member));
}

function mutateJson(answer: RemoteAnswer, bytes: Buffer, kind: MutationKind, field: string | undefined): RemoteAnswer {
  let body: unknown;
  try {
    body = JSON.parse(bytes.toString('utf8'), keepDigits);
  } catch {
    return answer;
  }
  const done = listKinds.has(kind) ? mutateList(body, kind) : mutateMember(body, kind, field);
  return done ? { ...answer, body: jsonText(body) } : answer;
}

const listKinds = new Set<MutationKind>(['duplicateItem', 'dropItem', 'shuffle']);

/** Numbers keep their text, so that a mutation changes nothing else. */
function keepDigits(_name: string, value: unknown, context?: { readonly source?: string }): unknown {
  return typeof value === 'number' && context?.source !== undefined ? exact(context.source) : value;
}

function mutateList(body: unknown, kind: MutationKind): boolean {
  const list = firstList(body);
  const first = list?.[0];
  if (list === undefined || first === undefined) return false;
  if (kind === 'duplicateItem') list.push(first);
  else if (kind === 'dropItem') list.shift();
  else list.reverse();
  return true;
}

/** The first list with something in it, seen from outside in. */
function firstList(value: unknown): unknown[] | undefined {
  const waiting: unknown[] = [value];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    if (Array.isArray(next)) {
      if (next.length > 0) return next as unknown[];
    } else if (isHolder(next)) waiting.push(...Object.values(next));
  }
  return undefined;
}

const isHolder = (value: unknown): value is Holder =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof ExactNumber);

/** Where a member may be changed: in the first item of the first list of objects, else in the body itself, as in one whose items have none. */
function target(body: unknown, kind: MutationKind): Holder | undefined {
  const item = firstList(body)?.[0];
  const holders = [item, body].filter(isHolder);
  return holders.find((one) => kind === 'addField' || candidate(one, kind) !== undefined) ?? holders[0];
}

function mutateMember(body: unknown, kind: MutationKind, field: string | undefined): boolean {
  const holder = field === undefined ? target(body, kind) : holderOf(body, field);
  if (holder === undefined) return false;
  if (kind === 'addField') {
    holder['addedByMicrosoftLater'] = { level: 1, tags: ['new'] };
    return true;
  }
  const name = field === undefined ? candidate(holder, kind) : Object.keys(holder).find((key) => key.toLowerCase() === field.toLowerCase());
  if (name === undefined) return false;
  changeMember(holder, name, kind);
  return true;
}

function holderOf(value: unknown, field: string): Holder | undefined {
  if (Array.isArray(value)) {
    for (const item of value) {
      const found = holderOf(item, field);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (!isHolder(value)) return undefined;
  if (Object.keys(value).some((key) => key.toLowerCase() === field.toLowerCase())) return value;
  return holderOf(Object.values(value), field);
}

const enumNames = /^(status|billingCycle|billingTerm|termDuration|type|billCustomer|relationshipToPartner|productClass)$/i;

/** The member that a kind touches when none is named. */
function candidate(holder: Holder, kind: MutationKind): string | undefined {
  const names = Object.keys(holder);
  if (kind === 'unknownEnum') return names.find((name) => enumNames.test(name) && typeof holder[name] === 'string');
  if (kind === 'numberAsText') return names.find((name) => holder[name] instanceof ExactNumber);
  const texts = names.filter((name) => typeof holder[name] === 'string');
  return texts.find((name) => /name|title|description/i.test(name)) ?? texts[0] ?? names[0];
}

function changeMember(holder: Holder, name: string, kind: MutationKind): void {
  const value = holder[name];
  if (kind === 'dropField') Reflect.deleteProperty(holder, name);
  else if (kind === 'nullField') holder[name] = null;
  else if (kind === 'unknownEnum') holder[name] = 'somethingNew';
  else if (kind === 'numberAsText') holder[name] = value instanceof ExactNumber ? value.text : String(value);
  else if (kind === 'hugeText') holder[name] = 'x'.repeat(8 * 1024 * 1024);
  else if (kind === 'hostileText') holder[name] = hostileTexts.join(' ');
  else holder[name] = Array.isArray(value) || isHolder(value) ? 'not what was promised' : [{ unexpected: true }];
}

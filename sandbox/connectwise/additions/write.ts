import { isJsonObject, type JsonValue } from '../../../src/lib/exact-json.ts';
import { empty, type RemoteAnswer, type RemoteRequest } from '../../remote.ts';
import type { PsaAddition, PsaAgreement } from '../../world/types.ts';
import { put, removeRow, type World } from '../../world/world.ts';
import { bodyOf } from '../body.ts';
import { type FieldError, failure, invalidObject, missing } from '../errors.ts';
import { isKnownField } from '../lists/known-fields.ts';
import { itemAnswer } from '../lists/list.ts';
import { additionRow } from '../rows.ts';
import type { Session } from '../session.ts';
import { draftAddition, type Surroundings } from './draft.ts';
import { type Changes, readPatch } from './patch.ts';

type Write = { readonly request: RemoteRequest; readonly world: World; readonly session: Session };

/** POST: product and billCustomer are required, everything else has a default; 201 with the whole addition. */
export function createAddition(write: Write, agreement: PsaAgreement): RemoteAnswer {
  const body = bodyOf(write.request);
  if (!isJsonObject(body)) return notAnObject();
  return store(write, agreement, {
    base: blank(write, agreement),
    changes: toChanges(body),
    required: ['product', 'billCustomer'],
    kind: 'Added',
    status: 201,
  });
}

/** PUT replaces: what the body leaves out goes back to its default. */
export function replaceAddition(write: Write, agreement: PsaAgreement, before: PsaAddition): RemoteAnswer {
  const body = bodyOf(write.request);
  if (!isJsonObject(body)) return notAnObject();
  const base = {
    ...blank(write, agreement),
    id: before.id,
    sequenceNumber: before.sequenceNumber,
    enteredAt: before.enteredAt,
    enteredBy: before.enteredBy,
  };
  return store(write, agreement, { base, changes: toChanges(body), required: ['product', 'billCustomer'], kind: 'Replaced', status: 200 });
}

export function patchAddition(write: Write, agreement: PsaAgreement, before: PsaAddition): RemoteAnswer {
  const changes = readPatch(bodyOf(write.request) ?? null, (name) => isKnownField('addition', name), 'addition');
  if (isErrors(changes)) return invalidObject('addition', changes);
  return store(write, agreement, { base: before, changes, required: [], kind: 'Patched', status: 200 });
}

export function deleteAddition({ world, session }: Write, agreement: PsaAgreement, before: PsaAddition): RemoteAnswer {
  world.apply({
    kind: 'psa.additionDeleted',
    actor: { kind: 'api', name: session.instance.member },
    cause: 'connectwise',
    about: aboutOf(agreement, before.id),
    changes: [removeRow('psaAdditions', before.id)],
  });
  return empty(204);
}

type Plan = {
  readonly base: PsaAddition;
  readonly changes: Changes;
  readonly required: readonly string[];
  readonly kind: 'Added' | 'Replaced' | 'Patched';
  readonly status: number;
};

function store({ request, world, session }: Write, agreement: PsaAgreement, plan: Plan): RemoteAnswer {
  const absent = plan.required.filter((name) => (plan.changes[name] ?? null) === null).map((name) => missing('addition', name));
  if (absent.length > 0) return invalidObject('addition', absent);
  const drafted = draftAddition(plan.base, plan.changes, surroundings(world, session));
  if (isErrors(drafted)) return invalidObject('addition', drafted);
  const row: PsaAddition = { ...drafted, updatedAt: world.now(), updatedBy: session.instance.member };
  world.apply({
    kind: `psa.addition${plan.kind}`,
    actor: { kind: 'api', name: session.instance.member },
    cause: 'connectwise',
    about: aboutOf(agreement, row.id),
    changes: [put('psaAdditions', row)],
  });
  return itemAnswer(request, additionRow(world, session, agreement, row), plan.status);
}

const surroundings = (world: World, { instance }: Session): Surroundings => ({
  catalog: world.tables.psaCatalogItems.by('instanceId', instance.id),
  fields: world.tables.psaCustomFields.by('instanceId', instance.id).filter((field) => field.of === 'addition'),
});

/** An addition before anything is set; 0 stands for no catalogue item and never survives, because the product is required. */
const blank = ({ world, session }: Write, agreement: PsaAgreement): PsaAddition => ({
  id: world.nextNumber('psaAdditions'),
  instanceId: session.instance.id,
  agreementId: agreement.id,
  catalogItemId: 0,
  quantity: '1',
  lessIncluded: '0',
  unitPrice: '0',
  unitCost: '0',
  billCustomer: 'Billable',
  effectiveDate: world.today(),
  taxable: false,
  description: '',
  invoiceDescription: '',
  sequenceNumber: 1 + Math.max(0, ...world.tables.psaAdditions.by('agreementId', agreement.id).map((row) => row.sequenceNumber)),
  customFields: [],
  enteredAt: world.now(),
  enteredBy: session.instance.member,
  updatedAt: world.now(),
  updatedBy: session.instance.member,
});

/** Members of a body; the empty id that some clients send along does no harm. */
const toChanges = (body: Readonly<Record<string, JsonValue | undefined>>): Changes =>
  Object.fromEntries(Object.entries(body).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));

const aboutOf = (agreement: PsaAgreement, additionId: number): Readonly<Record<string, string>> => ({
  instanceId: agreement.instanceId,
  companyId: String(agreement.companyId),
  agreementId: String(agreement.id),
  additionId: String(additionId),
});

const notAnObject = (): RemoteAnswer => failure(400, 'InvalidObject', 'The body must be a JSON object.');

const isErrors = (value: Changes | PsaAddition | readonly FieldError[]): value is readonly FieldError[] => Array.isArray(value);

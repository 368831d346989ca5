import { json, type RemoteAnswer } from '../../remote.ts';
import type { AutotaskRow, AutotaskUnitChange, PlainValue } from '../../world/types.ts';
import type { World } from '../../world/world.ts';
import { rowOf } from '../books.ts';
import type { EntitySpec } from '../entities/entities.ts';
import { badInput, missingField, notFound, unknownReference } from '../errors.ts';
import { keep, nextNumber } from '../keep.ts';
import type { Write } from '../session.ts';
import { bodyOf, readValues, type Told } from '../values.ts';
import { segmentsOf } from './ledger.ts';
import { dayOf, type LineKind } from './lines.ts';

type Adjusting = Write & { readonly kind: LineKind; readonly contract: AutotaskRow; readonly told: Told['values']; readonly day: string };

/**
 * POST /Contracts/{id}/ServiceAdjustments: a delta from a day on. It changes that day and everything later; success tells no id. A second one
 * on the same day of the same line is refused, as is a day outside the contract.
 */
export function adjust(write: Write, kind: LineKind, spec: EntitySpec, contractId: number): RemoteAnswer {
  const contract = rowOf(write.world, 'Contracts', contractId);
  if (contract === undefined) return notFound();
  const body = bodyOf(write.request);
  if (body === undefined) return badInput('The body must be a JSON object.');
  const { values: told, errors } = readValues(spec, body);
  if (errors.length > 0) return badInput(...errors);
  const day = dayOf(told['effectiveDate']);
  const wrong = wrongAdjustment(write, kind, contract, told);
  if (wrong !== undefined) return badInput(wrong);
  const adjusting: Adjusting = { ...write, kind, contract, told, day };
  const line = lineOf(adjusting);
  if (line === undefined) return addLine(adjusting);
  return typeof line === 'string' ? badInput(line) : changeLine(adjusting, line);
}

function wrongAdjustment({ world }: Write, kind: LineKind, contract: AutotaskRow, told: Told['values']): string | undefined {
  const day = dayOf(told['effectiveDate']);
  if (day === '') return missingField('effectiveDate');
  if ((told['contractID'] ?? contract.number) !== contract.number) return 'The contractID does not match the contractID of the request.';
  if ((told[kind.lineField] ?? told[kind.offerField] ?? null) === null) return missingField(kind.lineField);
  return wrongDay(contract, day) ?? wrongUnits(world, told['unitChange'] ?? null);
}

function wrongDay(contract: AutotaskRow, day: string): string | undefined {
  if (contract.values['status'] !== 1) return 'The contract is not active.';
  if (day < dayOf(contract.values['startDate']) || day > dayOf(contract.values['endDate'])) {
    return 'The effectiveDate must be within the start date and the end date of the contract.';
  }
  return undefined;
}

function wrongUnits(world: World, units: PlainValue): string | undefined {
  if (units === null) return missingField('unitChange');
  if (units === 0 && world.switch('autotask').zeroUnitChange === 'refuse') return 'The unitChange must not be 0.';
  return undefined;
}

/** The line that is meant; undefined when the contract gets a new one; a text when it is not to be. */
function lineOf({ world, kind, contract, told }: Adjusting): AutotaskRow | string | undefined {
  const number = told[kind.lineField] ?? null;
  if (number !== null) {
    const line = rowOf(world, kind.lines, String(number));
    return line?.values['contractID'] === contract.number ? line : unknownReference(kind.lineField, kind.lines.slice(0, -1));
  }
  const offer = rowOf(world, kind.offers, String(told[kind.offerField]));
  if (offer === undefined) return unknownReference(kind.offerField, kind.offers.slice(0, -1));
  if (told[kind.repeatField] === true) return undefined;
  return world.tables.autotaskRows
    .by('contract', `${kind.lines}/${String(contract.number)}`)
    .find((line) => line.values[kind.offerField] === offer.number);
}

function changeOf({ world, told, day }: Adjusting, adjustment: number): AutotaskUnitChange {
  const price = told['adjustedUnitPrice'] ?? null;
  const cost = told['adjustedUnitCost'] ?? null;
  return {
    day,
    units: Number(told['unitChange']),
    ...(price === null ? {} : { price: String(price) }),
    ...(cost === null ? {} : { cost: String(cost) }),
    madeAt: world.now(),
    adjustment,
  };
}

function changeLine(adjusting: Adjusting, line: AutotaskRow): RemoteAnswer {
  const { world, session, kind, day } = adjusting;
  const log = line.log ?? [];
  if (log.some((change) => change.adjustment !== undefined && change.day === day)) {
    return badInput(`A duplicate period exists: this service was already adjusted on ${day}.`);
  }
  const number = nextNumber(world, 'Adjustments');
  const change = changeOf(adjusting, number);
  const first: AutotaskUnitChange[] =
    log.length === 0
      ? [
          {
            ...change,
            price: change.price ?? String(line.values['unitPrice'] ?? '0'),
            cost: change.cost ?? String(line.values['unitCost'] ?? '0'),
          },
        ]
      : [...log, change];
  if (segmentsOf(first).some((segment) => segment.units < 0))
    return badInput('The unitChange would make the units of a period less than zero.');
  keep(world, session, `${kind.adjustments}Created`, [{ ...line, values: withPrices(line, change), log: first }], { Adjustments: number });
  return json(200, { itemId: null });
}

/** The line shows the amounts that were adjusted last. */
const withPrices = (line: AutotaskRow, { price, cost }: AutotaskUnitChange): AutotaskRow['values'] => ({
  ...line.values,
  ...(price === undefined ? {} : { unitPrice: price, internalCurrencyUnitPrice: price, internalCurrencyAdjustedPrice: price }),
  ...(cost === undefined ? {} : { unitCost: cost }),
});

function addLine(adjusting: Adjusting): RemoteAnswer {
  const { world, session, kind, contract, told } = adjusting;
  const offer = rowOf(world, kind.offers, String(told[kind.offerField]));
  const adjustment = nextNumber(world, 'Adjustments');
  const number = nextNumber(world, kind.lines);
  const made = changeOf(adjusting, adjustment);
  if (offer === undefined || made.units < 0) return badInput('The unitChange would make the units of a period less than zero.');
  const price = made.price ?? String(offer.values['unitPrice'] ?? '0');
  const cost = made.cost ?? String(offer.values['unitCost'] ?? '0');
  const row: AutotaskRow = {
    id: `${kind.lines}/${String(number)}`,
    entity: kind.lines,
    number,
    values: {
      contractID: contract.number,
      [kind.offerField]: offer.number,
      unitPrice: price,
      ...(kind.lines === 'ContractServices' ? { unitCost: cost } : {}),
      internalCurrencyUnitPrice: price,
      internalCurrencyAdjustedPrice: price,
      invoiceDescription: offer.values['invoiceDescription'] ?? offer.values['name'] ?? null,
      quoteItemID: told['quoteItemID'] ?? null,
    },
    anchor: dayOf(contract.values['startDate']),
    log: [{ ...made, price, cost }],
  };
  keep(world, session, `${kind.adjustments}Created`, [row], { Adjustments: adjustment, [kind.lines]: number });
  return json(200, { itemId: null });
}

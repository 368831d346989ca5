import { Decimal } from '../../../src/lib/decimal.ts';
import type { Attribute } from './columns.ts';
import type { Form } from './form.ts';

type Writer = (text: string, place: number) => string;

/** Writes lines as JSON, one a line: the same members in the same order, amounts digit for digit. */
export function lineWriter<Column extends string>(
  attributes: readonly Attribute<Column>[],
  form: Form,
): (values: Readonly<Record<Column, string>>, place: number) => string {
  const writers = writersOf(form);
  const parts = attributes.map(({ name, column, kind }, index) => ({
    start: `${index === 0 ? '{' : ','}${JSON.stringify(name)}:`,
    column,
    write: writers[kind],
  }));
  return (values, place) => {
    let text = '';
    for (const { start, column, write } of parts) text += start + write(values[column], place);
    return `${text}}\n`;
  };
}

const writersOf = (form: Form): Readonly<Record<Attribute<string>['kind'], Writer>> => ({
  text: plain,
  number: form.guardedNumbers ? (text) => plain(text === '' ? '' : `'${text}`) : plain,
  day,
  amount: amountWriters[form.amounts],
  chargeType: chargeTypes[form.chargeType],
});

const plain = (text: string): string => JSON.stringify(text);

/** Days as instants; null where there is none. */
const day = (text: string): string => {
  if (text === '') return 'null';
  return text.length === 10 ? `"${text}T00:00:00Z"` : `"${text}"`;
};

const amountWriters: Readonly<Record<Form['amounts'], Writer>> = {
  numbers: (text) => (text === '' ? 'null' : text),
  text: plain,
  eighteenDecimals: (text) => (text === '' ? '""' : `"${eighteen(text)}"`),
};

const eighteen = (text: string): string => {
  const value = new Decimal(text);
  return value.isZero() ? '0E-20' : value.toFixed(18);
};

const pascal = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const chargeTypes: Readonly<Record<Form['chargeType'], Writer>> = {
  camel: plain,
  pascal: (text) => plain(pascal(text)),
  mixed: (text, place) => plain(place % 2 === 0 ? text : pascal(text)),
};

import type { Command } from 'commander';
import type { z } from 'zod';
import {
  type CustomerDetailField,
  changeCustomerDetails,
  changeFieldOwners,
  getCustomerDetails,
  getFieldOwners,
} from '../contract/customer-details.ts';
import type { BillToField } from '../model/bill-to.ts';
import { pairsOf } from './field-pairs.ts';
import type { Noun } from './noun.ts';
import { type ListFlags, printRows, withOutput } from './print.ts';

type Field = z.output<typeof CustomerDetailField>;

const noteWords = { movedAtMicrosoft: 'Microsoft says something else since', setAside: 'ours is kept aside' } as const;

const columns = [
  { title: 'FIELD', value: (row: Field) => row.field },
  { title: 'VALUE', value: (row: Field) => row.value },
  { title: 'OWNER', value: (row: Field) => row.owner },
  { title: 'FROM', value: (row: Field) => row.origin },
  { title: 'AT MICROSOFT', value: (row: Field) => row.atMicrosoft ?? 'not read' },
  { title: 'OURS', value: (row: Field) => row.own?.value ?? '' },
  { title: 'NOTE', value: (row: Field) => (row.note === null ? '' : noteWords[row.note]) },
];

/** customers details, set-details, field-owners, set-field-owners, agree-fields. */
export function customerDetailCommands(customers: Command, noun: Noun): void {
  withOutput(customers.command('details <id>').description('Every field of a customer: whose it is and where its value comes from')).action(
    async (id: string, flags: ListFlags) => {
      printRows(noun, flags, (await noun.client().call(getCustomerDetails, { params: { id } })).data, columns);
    },
  );
  withOutput(
    customers
      .command('set-details <id> <field=value...>')
      .description('Keep values of our own in fields that are ours; "field=-" follows Microsoft again'),
  ).action(async (id: string, pairs: string[], flags: ListFlags) => {
    const changes = Object.fromEntries(Object.entries(pairsOf(pairs)).map(([field, value]) => [field, value === '-' ? null : value]));
    // The server names the fields that it does not know.
    const { data } = await noun.client().call(changeCustomerDetails, { params: { id }, body: { changes: changes } });
    printRows(noun, flags, data, columns);
  });
  const printOwners = (flags: ListFlags, rows: readonly Row[]): void => {
    printRows(noun, flags, rows, [
      { title: 'FIELD', value: (row) => row.field },
      { title: 'OWNER', value: (row) => row.owner },
      { title: 'CHOICES', value: (row) => row.choices.join(', ') },
      { title: 'AGREED', value: (row) => (row.isAgreed === true ? 'yes' : '') },
    ]);
  };
  withOutput(customers.command('field-owners').description('Who owns each field of a customer, and who could')).action(
    async (flags: ListFlags) => {
      printOwners(flags, (await noun.client().call(getFieldOwners)).data);
    },
  );
  withOutput(
    customers
      .command('set-field-owners <field=owner...>')
      .description('Choose owners: microsoft, locked, ours or psa, as far as a field has them'),
  ).action(async (pairs: string[], flags: ListFlags) => {
    const { version } = await noun.client().call(getFieldOwners);
    // The server names what it does not know.
    const { data } = await noun.client().call(changeFieldOwners, { body: { owners: pairsOf(pairs), version } });
    printOwners(flags, data);
  });
  withOutput(
    customers
      .command('agree-fields [field...]')
      .description('All fields that resellers may have changed without a decision of yours; none named: each change is decided'),
  ).action(async (fields: string[], flags: ListFlags) => {
    const { version } = await noun.client().call(getFieldOwners);
    // The server names what it does not know.
    const agreed = fields as BillToField[];
    const { data } = await noun.client().call(changeFieldOwners, { body: { agreed, version } });
    printOwners(flags, data);
  });
}

type Row = { readonly field: string; readonly owner: string; readonly choices: readonly string[]; readonly isAgreed: boolean | null };

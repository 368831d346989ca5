import type { Command } from 'commander';
import { listNewTenants, makeTenant } from '../contract/new-tenants.ts';
import { billToFields } from '../model/bill-to.ts';
import { CommandError } from './command-error.ts';
import { pairsOf } from './field-pairs.ts';
import type { Noun } from './noun.ts';
import { exitCodes } from './output.ts';
import { type ListFlags, printRecord, printRows, withOutput } from './print.ts';

type Flags = ListFlags & { readonly account: string; readonly registration?: string; readonly addressAsTyped?: boolean };

/** customers make-tenant, new-tenants. */
export function newTenantCommands(customers: Command, noun: Noun): void {
  withOutput(
    customers
      .command('make-tenant <name> <field=value...>')
      .description('Make a tenant at Microsoft, as contoso of contoso.onmicrosoft.com; its first password is printed once')
      .requiredOption('--account <id>', 'Partner Center account (con_...)')
      .option('--registration <number>', 'registration number of the company, where its country asks for one')
      .option('--address-as-typed', 'use the address although Microsoft does not know it'),
  ).action(async (tenantName: string, pairs: string[], flags: Flags) => {
    const { account: connectionId, registration: registrationNumber = '', addressAsTyped = false } = flags;
    const given = pairsOf(pairs);
    const unknown = Object.keys(given).find((field) => !billToFields.some((known) => known === field));
    if (unknown !== undefined)
      throw new CommandError(exitCodes.usage, `There is no field ${unknown}.`, undefined, `One of ${billToFields.join(', ')}.`);
    const billTo = Object.fromEntries(billToFields.map((field) => [field, given[field] ?? ''])) as Record<
      (typeof billToFields)[number],
      string
    >;
    const made = await noun.client().call(makeTenant, { body: { connectionId, tenantName, billTo, registrationNumber, addressAsTyped } });
    printRecord(noun, flags, made, [
      ['customer', made.customerId],
      ['tenant', made.tenantId],
      ['domain', made.domain],
      ['administrator', made.administrator?.userName ?? '-'],
      ['password', made.administrator?.password ?? 'lost with the answer; reset it at Microsoft'],
      ['agreement', made.agreementUrl ?? made.agreementRefusal ?? '-'],
    ]);
  });
  withOutput(customers.command('new-tenants').description('Tenants that were asked for from here, and what became of each')).action(
    async (flags: ListFlags) => {
      const { data } = await noun.client().call(listNewTenants, {});
      printRows(noun, flags, data, [
        { title: 'DOMAIN', value: (row) => row.domain },
        { title: 'NAME', value: (row) => row.name },
        { title: 'STATE', value: (row) => row.state },
        { title: 'AT', value: (row) => row.at },
        { title: 'BY', value: (row) => row.madeBy },
        { title: 'SAYS', value: (row) => row.detail },
      ]);
    },
  );
}

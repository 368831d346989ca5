import type { Command } from 'commander';
import { getAccessCalendar, listAccessEnds, makeAccessCalendar, revokeAccessCalendar } from '../contract/access-calendar.ts';
import type { Noun } from './noun.ts';
import { printMoney } from './output.ts';
import { type ListFlags, printRecord, printRows, withOutput } from './print.ts';

/** access ends, calendar, calendar-make, calendar-revoke. */
export function accessCalendarCommands(access: Command, noun: Noun): void {
  withOutput(access.command('ends').description('How many accesses end in which month, and the money on them')).action(
    async (flags: ListFlags) => {
      const { data } = await noun.client().call(listAccessEnds);
      printRows(noun, flags, data, [
        { title: 'MONTH', value: (row) => row.month },
        { title: 'CUSTOMERS', value: (row) => String(row.customers), right: true },
        { title: 'EXTEND THEMSELVES', value: (row) => String(row.extending), right: true },
        { title: 'A MONTH', value: (row) => row.atRisk.map(printMoney).join(', '), right: true },
      ]);
    },
  );
  withOutput(access.command('calendar').description('Whether you have a calendar of ending accesses')).action(async (flags: ListFlags) => {
    const { madeAt } = await noun.client().call(getAccessCalendar);
    printRecord(noun, flags, { madeAt }, [['calendar', madeAt === null ? 'none' : `made ${madeAt}; its address was shown once`]]);
  });
  withOutput(
    access
      .command('calendar-make')
      .description('Make the secret address of your calendar for Outlook, Google or Apple; it is shown once, and an earlier one is dead'),
  ).action(async (flags: ListFlags) => {
    const made = await noun.client().call(makeAccessCalendar, { body: {} });
    printRecord(noun, flags, made, [['address', made.url]]);
  });
  access
    .command('calendar-revoke')
    .description('End the secret address of your calendar')
    .action(async () => {
      await noun.client().call(revokeAccessCalendar);
    });
}

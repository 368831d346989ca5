import type { Command } from 'commander';
import { listMicrosoftErrors } from '../contract/microsoft-errors.ts';
import { listNotices } from '../contract/notices.ts';
import { connectionsNoun, type Noun } from './noun.ts';
import { exitCodes } from './output.ts';
import { type ListFlags, printRows, withOutput, withPaging } from './print.ts';

/** notices list: what was told without asking. connections errors: what Microsoft's codes mean. */
export function noticeCommands(program: Command, noun: Noun): void {
  const notices = program.command('notices').description('What Concord tells without being asked');
  withPaging(notices.command('list').description('Sign-ins that end, checks that fail or pass again, newest first')).action(
    async (flags: ListFlags) => {
      const limit = flags.all === true ? 500 : Math.min(500, flags.limit ?? 50);
      const { data } = await noun.client().call(listNotices, { query: { limit } });
      printRows(noun, flags, data, [
        { title: 'AT', value: (row) => row.at },
        { title: 'EVENT', value: (row) => row.event },
        { title: 'TITLE', value: (row) => row.title },
        { title: 'DETAIL', value: (row) => row.detail },
      ]);
    },
  );
  withOutput(
    connectionsNoun(program)
      .command('errors [code]')
      .description('What a code of Entra or Partner Center means, what to do, and whether signing in again helps'),
  ).action(async (code: string | undefined, flags: ListFlags) => {
    const { data } = await noun.client().call(listMicrosoftErrors, { query: code === undefined ? {} : { code } });
    printRows(noun, flags, data, [
      { title: 'CODE', value: (row) => row.code },
      { title: 'CAUSE', value: (row) => row.cause },
      { title: 'WHAT TO DO', value: (row) => row.fix },
      { title: 'SIGN IN AGAIN', value: (row) => ({ helps: 'yes', afterFix: 'after the fix', no: 'no' })[row.reconsent] },
    ]);
    if (data.length > 0 || code === undefined) return;
    noun.err(`${code} is not known here. Microsoft's support asks for it together with the correlation id (concord connections calls).\n`);
    noun.done(exitCodes.notFound);
  });
}

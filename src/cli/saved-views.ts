import type { Command } from 'commander';
import { listSavedViews, shareSavedView } from '../contract/saved-views.ts';
import type { Noun } from './noun.ts';
import { type ListFlags, printRecord, printRows, withOutput } from './print.ts';

/** differences views, share, unshare. */
export function savedViewCommands(differences: Command, noun: Noun): void {
  withOutput(differences.command('views').description('Views under a name: your own and those of the team')).action(
    async (flags: ListFlags) => {
      const { data } = await noun.client().call(listSavedViews);
      printRows(noun, flags, data, [
        { title: 'ID', value: (row) => row.id },
        { title: 'NAME', value: (row) => row.name },
        { title: 'OWNER', value: (row) => (row.mine ? 'you' : row.owner) },
        { title: 'TEAM', value: (row) => (row.shared ? 'yes' : 'no') },
        { title: 'SHOWS', value: (row) => new URLSearchParams(row.search).toString() },
      ]);
    },
  );
  const share = async (id: string, shared: boolean, flags: ListFlags): Promise<void> => {
    const view = await noun.client().call(shareSavedView, { params: { id }, body: { shared } });
    printRecord(noun, flags, view, [
      ['view', view.name],
      ['team', view.shared ? 'everybody sees it' : 'only you see it'],
    ]);
  };
  withOutput(differences.command('share <view>').description('Put one of your views up for the team')).action(
    (id: string, flags: ListFlags) => share(id, true, flags),
  );
  withOutput(differences.command('unshare <view>').description('Keep one of your views to yourself again')).action(
    (id: string, flags: ListFlags) => share(id, false, flags),
  );
}

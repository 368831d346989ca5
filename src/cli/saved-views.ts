import type { Command } from 'commander';
import { addSavedView, getSavedView, listSavedViews, removeSavedView, shareSavedView } from '../contract/saved-views.ts';
import type { ViewedList } from '../model/saved-view.ts';
import type { Noun } from './noun.ts';
import { type ListFlags, printRecord, printRows, withOutput } from './print.ts';

/** views, save-view, remove-view, share and unshare of a list. */
export function savedViewCommands(parent: Command, noun: Noun, list: ViewedList): void {
  withOutput(parent.command('views').description('Views under a name: your own and those of the team')).action(async (flags: ListFlags) => {
    const { data } = await noun.client().call(listSavedViews, { query: { list } });
    printRows(noun, flags, data, [
      { title: 'ID', value: (row) => row.id },
      { title: 'NAME', value: (row) => row.name },
      { title: 'OWNER', value: (row) => (row.mine ? 'you' : row.owner) },
      { title: 'TEAM', value: (row) => (row.shared ? 'yes' : 'no') },
      { title: 'SHOWS', value: (row) => new URLSearchParams(row.search).toString() },
    ]);
  });
  withOutput(
    parent.command('save-view <name> [filters...]').description('Keep filters under a name, as they stand in the address: field=value'),
  ).action(async (name: string, filters: string[], flags: ListFlags) => {
    const search = Object.fromEntries(new URLSearchParams(filters.join('&')));
    const view = await noun.client().call(addSavedView, { body: { list, name, search } });
    printRecord(noun, flags, view, [
      ['view', view.id],
      ['name', view.name],
    ]);
  });
  parent
    .command('remove-view <view>')
    .description('Remove one of your views')
    .action(async (id: string) => {
      await noun.client().call(removeSavedView, { params: { id } });
    });
  const share = async (id: string, shared: boolean, flags: ListFlags): Promise<void> => {
    const view = await noun.client().call(shareSavedView, { params: { id }, body: { shared } });
    printRecord(noun, flags, view, [
      ['view', view.name],
      ['team', view.shared ? 'everybody sees it' : 'only you see it'],
    ]);
  };
  withOutput(parent.command('share <view>').description('Put one of your views up for the team')).action((id: string, flags: ListFlags) =>
    share(id, true, flags),
  );
  withOutput(parent.command('unshare <view>').description('Keep one of your views to yourself again')).action(
    (id: string, flags: ListFlags) => share(id, false, flags),
  );
}

type ListRoute = { readonly query?: { readonly shape: object } };

/** What a view filters and sorts by, in the words of the list's route; grouping and tabs are of the browser. */
export async function filtersOf(noun: Noun, view: string | undefined, { query }: ListRoute): Promise<Record<string, string>> {
  if (view === undefined) return {};
  const { search } = await noun.client().call(getSavedView, { params: { id: view } });
  const filters = Object.entries(search).map(([name, value]) => [name === 'scope' ? 'connectionId' : name, value] as const);
  return Object.fromEntries(filters.filter(([name]) => name in (query?.shape ?? {})));
}

import type { z } from 'zod';
import * as contract from '../contract/saved-views.ts';
import {
  addView,
  changeView,
  findView,
  type KeptView,
  listViews,
  removeView,
  type SavedView,
  shareView,
} from '../features/worklist/index.ts';
import { publicId } from '../model/ids.ts';
import { type Good, good, handle, type Mounted, type Refusal, refuse } from './handle.ts';

type ViewReply = z.input<typeof contract.SavedView>;

const noView = refuse('not_found', 'There is no view with this id, or it is not yours.');

export const savedViewRoutes: readonly Mounted[] = [
  handle(contract.listSavedViews, async ({ context, query }) => good({ data: (await listViews(context, query.list)).map(shown) })),
  handle(contract.getSavedView, async ({ context, params }) => {
    const view = await findView(context, params.id);
    return view === undefined ? noView : good(shown(view));
  }),
  handle(contract.addSavedView, async ({ context, body }) => answer(await addView(context, body))),
  handle(contract.changeSavedView, async ({ context, params, body }) => answer(await changeView(context, params.id, body))),
  handle(contract.shareSavedView, async ({ context, params, body }) => {
    const view = await shareView(context, params.id, body.shared);
    return view === undefined ? noView : good(shown(view));
  }),
  handle(contract.removeSavedView, async ({ context, params }) => ((await removeView(context, params.id)) ? good(undefined) : noView)),
];

function answer(kept: KeptView): Good<ViewReply> | Refusal {
  switch (kept.status) {
    case 'kept':
      return good(shown(kept.view));
    case 'absent':
      return noView;
    case 'changed_since':
      return refuse('precondition_failed', 'This view was changed since you looked.', { hint: 'Look at it again.' });
    case 'name_taken':
      return refuse('duplicate', 'You have a view of this name.', { hint: 'Choose another name, or change that view.' });
    case 'too_many':
      return refuse('conflict', 'You have as many views as one person can keep.', { hint: 'Remove one that you no longer use.' });
  }
}

const shown = ({ viewId, list, name, search, isMine, isShared, owner, version }: SavedView): ViewReply => ({
  id: publicId('view', viewId),
  list,
  name,
  search: { ...search },
  mine: isMine,
  shared: isShared,
  owner,
  version,
});

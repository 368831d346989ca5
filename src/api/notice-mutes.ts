import * as contract from '../contract/notice-mutes.ts';
import { listMutes, muteObject, type NamedMute, type NoticeObject, unmute } from '../features/notices/index.ts';
import { publicId } from '../model/ids.ts';
import { good, handle, type Mounted, refuse } from './handle.ts';

export const presentObject = (object: NoticeObject | undefined, name: string | undefined) =>
  object === undefined ? null : { kind: object.kind, id: publicId(object.kind, object.id), name: name ?? null };

const present = ({ muteId, object, objectName, event, channelId, channelName, until, by, at }: NamedMute) => ({
  id: muteId,
  object: presentObject(object, objectName),
  event: event ?? null,
  channel: channelId === undefined ? null : { id: channelId, name: channelName ?? '' },
  until: until?.toString() ?? null,
  mutedBy: by,
  at: at.toString(),
});

export const noticeMuteRoutes: readonly Mounted[] = [
  handle(contract.listNoticeMutes, async ({ context }) => good({ data: (await listMutes(context)).map(present) })),
  handle(contract.addNoticeMute, async ({ context, body }) => {
    const muted = await muteObject(context, body);
    return muted === 'unknown' ? refuse('not_found', 'There is no such customer or connection.') : good(present(muted));
  }),
  handle(contract.removeNoticeMute, async ({ context, params }) =>
    (await unmute(context, params.id)) ? good(undefined) : refuse('not_found', 'It is not muted any more.'),
  ),
];

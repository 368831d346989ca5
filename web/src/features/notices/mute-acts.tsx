import { Button, Menu, MenuGroup, MenuGroupHeader, MenuItem, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components';
import { ChevronDown16Regular } from '@fluentui/react-icons';
import type { z } from 'zod';
import type { Notice } from '#contract/notices.ts';
import { When } from '../../ui/when.tsx';
import type { Muting } from './use-mutes.ts';
import { eventOf, eventWordOf, lengths, lengthWords } from './words.ts';

type NoticeData = z.infer<typeof Notice>;

type Props = {
  readonly notice: NoticeData;
  readonly may: boolean;
  readonly isBusy: boolean;
  readonly onMute: (muting: Muting) => void;
  readonly onUnmute: (muteId: string) => void;
};

/** One click mutes what a notice is about for a day; the arrow has other lengths, and the event alone. */
export function MuteActs({ notice, may, isBusy, onMute, onUnmute }: Props) {
  const { object, mute, title } = notice;
  if (object?.name == null) return null;
  const muted = { object: object.id, name: object.name };
  if (mute !== null)
    return (
      <Button
        size="small"
        disabled={!may || isBusy}
        aria-label={`Unmute ${object.name}: ${title}`}
        onClick={() => {
          onUnmute(mute.id);
        }}
      >
        Unmute
      </Button>
    );
  const event = eventOf(notice.event);
  return (
    <span style={{ whiteSpace: 'nowrap' }}>
      <Button
        size="small"
        disabled={!may || isBusy}
        aria-label={`Mute for a day: ${object.name}, ${title}`}
        onClick={() => {
          onMute({ ...muted, lasts: 'day' });
        }}
      >
        Mute for a day
      </Button>
      <Menu>
        <MenuTrigger disableButtonEnhancement>
          <Button
            size="small"
            appearance="subtle"
            icon={<ChevronDown16Regular />}
            disabled={!may || isBusy}
            aria-label={`Other ways to mute ${object.name}: ${title}`}
          />
        </MenuTrigger>
        <MenuPopover>
          <MenuList>
            {([undefined, event] as const).map((only, index) =>
              index === 1 && only === undefined ? null : (
                <MenuGroup key={only ?? 'all'}>
                  <MenuGroupHeader>{only === undefined ? `Everything about ${muted.name}` : `Only “${eventWordOf(only)}”`}</MenuGroupHeader>
                  {lengths.map((lasts) => (
                    <MenuItem
                      key={lasts}
                      onClick={() => {
                        onMute({ ...muted, lasts, ...(only !== undefined && { event: only }) });
                      }}
                    >
                      {lengthWords[lasts]}
                    </MenuItem>
                  ))}
                </MenuGroup>
              ),
            )}
          </MenuList>
        </MenuPopover>
      </Menu>
    </span>
  );
}

/** That a notice went nowhere, and how long the like of it goes nowhere. */
export function MuteWords({ notice: { muted, mute, object } }: { readonly notice: NoticeData }) {
  return (
    <>
      {muted && ' · muted: told only here'}
      {mute !== null && (
        <>
          {` · ${object?.name ?? 'it'} is muted${mute.event === null ? '' : ' for this'} `}
          {mute.until === null ? (
            'until somebody unmutes it'
          ) : (
            <>
              until <When at={mute.until} />
            </>
          )}
        </>
      )}
    </>
  );
}

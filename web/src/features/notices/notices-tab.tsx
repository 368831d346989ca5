import { Button, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { z } from 'zod';
import { listNotices, type Notice, readNotices } from '#contract/notices.ts';
import { call } from '../../lib/api.ts';
import { formatNumber, plural } from '../../lib/format.ts';
import { useUrlState } from '../../lib/url-state.ts';
import { type List, useList } from '../../lib/use-list.ts';
import { useMay } from '../../lib/use-me.ts';
import { FilterBar } from '../../ui/filter-bar.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { Empty, Loading } from '../../ui/states.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { When } from '../../ui/when.tsx';
import { MuteActs, MuteWords } from './mute-acts.tsx';
import { useMutes } from './use-mutes.ts';
import { eventWordOf, eventWords } from './words.ts';

type NoticeData = z.infer<typeof Notice>;

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: 0, padding: 0, display: 'flex', flexDirection: 'column' },
  notice: {
    display: 'flex',
    flexWrap: 'wrap',
    justifyContent: 'space-between',
    gap: tokens.spacingHorizontalM,
    paddingBlock: tokens.spacingVerticalM,
    paddingInline: tokens.spacingHorizontalM,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  unread: { boxShadow: `inset 3px 0 0 ${tokens.colorBrandStroke1}` },
  words: { flex: '1 1 320px', minWidth: 0, overflowWrap: 'anywhere' },
  title: { fontWeight: tokens.fontWeightSemibold },
  detail: { margin: 0, marginBlockStart: tokens.spacingVerticalXS, color: tokens.colorNeutralForeground2, whiteSpace: 'pre-line' },
  small: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
  acts: { display: 'flex', flexWrap: 'wrap', alignItems: 'start', gap: tokens.spacingHorizontalS },
  where: { display: 'inline-block', lineHeight: '24px' },
  bar: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalM },
});

/** What Concord told without being asked; each leads to the exact place. */
export function NoticesTab() {
  const styles = useStyles();
  const client = useQueryClient();
  const [search, change] = useUrlState();
  const asked = Object.entries({ q: search['q'], event: search['event'], unread: search['unread'], muted: search['muted'] }).filter(
    ([, value]) => value !== undefined,
  );
  const list = useList(listNotices, Object.fromEntries(asked));
  const read = useMutation({
    mutationFn: (ids?: readonly string[]) => call(readNotices, { body: ids === undefined ? {} : { ids: [...ids] } }),
    onSuccess: () => client.invalidateQueries({ queryKey: [listNotices.id] }),
  });
  const mutes = useMutes();
  const may = useMay('connections:test');
  const isFiltered = asked.length > 0;
  const unread = list.rows.filter(({ readAt }) => readAt === null).length;
  return (
    <>
      <FilterBar
        placeholder="Filter by title or detail"
        choices={[
          { name: 'event', title: 'Event', words: eventWords },
          { name: 'unread', title: 'Read', words: { true: 'Unread', false: 'Read' }, single: true },
          { name: 'muted', title: 'Muted', words: { true: 'Muted', false: 'Told' }, single: true },
        ]}
      >
        <TextLink to="/settings/notifications" className={styles.where}>
          Where else they go
        </TextLink>
      </FilterBar>
      {mutes.error !== null && <ProblemMessage error={mutes.error} title="It was not done" />}
      {read.isError && <ProblemMessage error={read.error} title="It could not be marked as read" />}
      <ListState
        list={list}
        isFiltered={isFiltered}
        onClear={() => {
          change({ q: undefined, event: undefined, unread: undefined, muted: undefined });
        }}
      />
      {list.rows.length > 0 && (
        <div className={styles.bar}>
          <Button
            disabled={unread === 0 || read.isPending}
            onClick={() => {
              read.mutate(undefined);
            }}
          >
            Mark all as read
          </Button>
          <span className={styles.small} role="status">
            {plural(list.total?.rows ?? list.rows.length, 'notice')}, {formatNumber(unread)} of those shown unread
          </span>
        </div>
      )}
      <ul className={styles.list} aria-label="Notices">
        {list.rows.map((notice) => (
          <NoticeRow
            key={notice.id}
            notice={notice}
            isBusy={read.isPending}
            onRead={() => {
              read.mutate([notice.id]);
            }}
            mute={<MuteActs notice={notice} may={may} isBusy={mutes.isBusy} onMute={mutes.mute.mutate} onUnmute={mutes.unmute.mutate} />}
          />
        ))}
      </ul>
      {list.hasMore && (
        <div>
          <Button disabled={list.isLoadingMore} onClick={list.more}>
            Show more
          </Button>
        </div>
      )}
    </>
  );
}

type StateProps = { readonly list: List<NoticeData>; readonly isFiltered: boolean; readonly onClear: () => void };

/** What stands in place of the rows while there are none to show. */
function ListState({ list, isFiltered, onClear }: StateProps) {
  if (list.problem !== undefined) return <ProblemMessage error={list.problem} onRetry={list.again} />;
  if (list.isLoading) return <Loading rows={6} label="Loading notices" />;
  return list.rows.length === 0 ? <Nothing isFiltered={isFiltered} onClear={onClear} /> : null;
}

function Nothing({ isFiltered, onClear }: { readonly isFiltered: boolean; readonly onClear: () => void }) {
  return isFiltered ? (
    <Empty title="No notices match these filters" actions={<Button onClick={onClear}>Clear filters</Button>}>
      Take a filter away, or search for other words.
    </Empty>
  ) : (
    <Empty title="Nothing was told yet">
      Sign-ins and accesses that end, checks that fail or pass again, new fields in answers and requests of others appear here.
    </Empty>
  );
}

type RowProps = { readonly notice: NoticeData; readonly isBusy: boolean; readonly onRead: () => void; readonly mute: ReactNode };

function NoticeRow({ notice, isBusy, onRead, mute }: RowProps) {
  const styles = useStyles();
  const isUnread = notice.readAt === null;
  return (
    <li className={mergeClasses(styles.notice, isUnread && styles.unread)}>
      <div className={styles.words}>
        <TextLink to={notice.link} {...(isUnread && { className: styles.title })}>
          {notice.title}
        </TextLink>
        <p className={styles.detail}>{notice.detail}</p>
        <span className={styles.small}>
          {eventWordOf(notice.event)} · <When at={notice.at} age />
          {isUnread && ' · unread'}
          <MuteWords notice={notice} />
        </span>
      </div>
      <div className={styles.acts}>
        {isUnread && (
          <Button size="small" disabled={isBusy} aria-label={`Mark as read: ${notice.title}`} onClick={onRead}>
            Mark as read
          </Button>
        )}
        {mute}
      </div>
    </li>
  );
}

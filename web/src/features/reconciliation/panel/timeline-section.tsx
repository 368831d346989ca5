import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { getSubscription } from '#contract/subscriptions.ts';
import { call } from '../../../lib/api.ts';
import { ProblemMessage } from '../../../ui/problem-message.tsx';
import { TextLink } from '../../../ui/text-link.tsx';
import { When } from '../../../ui/when.tsx';
import { type Detail, eventsQuery, notesQuery } from '../queries.ts';
import { Section } from './section.tsx';
import { type Entry, timelineOf } from './timeline.ts';

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: 0, padding: 0, display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  entry: {
    display: 'flex',
    flexDirection: 'column',
    paddingInlineStart: tokens.spacingHorizontalM,
    borderInlineStartWidth: '2px',
    borderInlineStartStyle: 'solid',
    borderInlineStartColor: tokens.colorNeutralStroke1,
    overflowWrap: 'anywhere',
  },
  microsoft: { borderInlineStartColor: tokens.colorBrandStroke1 },
  cutOff: {
    borderInlineStartColor: tokens.colorStatusWarningBorderActive,
    borderBlockStartWidth: '2px',
    borderBlockStartStyle: 'dashed',
    borderBlockStartColor: tokens.colorStatusWarningBorderActive,
    paddingBlockStart: tokens.spacingVerticalXS,
  },
  quiet: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
});

/** What happened, newest first, with the invoice's cut-off drawn in. */
export function Timeline({ difference }: { readonly difference: Detail }) {
  const styles = useStyles();
  const { id, subscriptionId } = difference;
  const events = useQuery(eventsQuery(id));
  const notes = useQuery(notesQuery(id));
  const subscription = useQuery({
    queryKey: [getSubscription.id, subscriptionId],
    queryFn: ({ signal }) => call(getSubscription, { params: { id: subscriptionId ?? '' }, signal }),
    enabled: subscriptionId !== null,
  });
  const error = events.error ?? notes.error ?? subscription.error;
  const entries = timelineOf({
    difference,
    changes: subscription.data?.history ?? [],
    events: events.data?.data ?? [],
    notes: notes.data?.data ?? [],
  });
  return (
    <Section title="What happened">
      {error !== null && <ProblemMessage error={error} title="Part of the history could not be read" />}
      <ol className={styles.list}>
        {entries.map((entry) => (
          <li key={`${entry.at} ${entry.what} ${entry.why ?? ''}`} className={mergeClasses(styles.entry, lookOf(entry, styles))}>
            <span>{entry.to === undefined ? entry.what : <TextLink to={entry.to}>{entry.what}</TextLink>}</span>
            {entry.why !== undefined && <span>{entry.why}</span>}
            {entry.source !== 'cutOff' && (
              <span className={styles.quiet}>
                <When at={entry.at} />
                {entry.by !== undefined && ` · ${entry.by}`}
              </span>
            )}
          </li>
        ))}
      </ol>
    </Section>
  );
}

const lookOf = ({ source }: Entry, styles: ReturnType<typeof useStyles>): string | undefined =>
  source === 'cutOff' ? styles.cutOff : source === 'microsoft' ? styles.microsoft : undefined;

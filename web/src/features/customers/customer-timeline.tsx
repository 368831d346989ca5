import { makeStyles, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { Card } from '../../ui/card.tsx';
import { QueryStates } from '../../ui/states.tsx';
import { When } from '../../ui/when.tsx';
import { timelineQuery } from './queries.ts';
import { timelineKindWords } from './words.ts';

const useStyles = makeStyles({
  list: {
    margin: 0,
    paddingInlineStart: tokens.spacingHorizontalL,
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
  },
  title: { fontWeight: tokens.fontWeightSemibold },
  quiet: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
  detail: { overflowWrap: 'anywhere' },
});

/** What happened with a customer, newest first: changes at the source, acts here, differences. */
export function CustomerTimeline({ customerId }: { readonly customerId: string }) {
  const styles = useStyles();
  const query = useQuery(timelineQuery(customerId));
  return (
    <Card title="Activity">
      <QueryStates query={query}>
        {({ data }) =>
          data.length === 0 ? (
            <p>Nothing has happened since the first sync.</p>
          ) : (
            <ol className={styles.list}>
              {data.map((entry, index) => (
                <li key={`${entry.at} ${index}`}>
                  <div className={styles.title}>{entry.title}</div>
                  <div className={styles.detail}>{entry.detail}</div>
                  <div className={styles.quiet}>
                    {timelineKindWords[entry.kind]} · <When at={entry.at} />
                    {entry.actor !== null && ` · ${entry.actor}`}
                  </div>
                </li>
              ))}
            </ol>
          )
        }
      </QueryStates>
    </Card>
  );
}

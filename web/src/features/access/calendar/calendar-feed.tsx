import { Button, MessageBar, MessageBarBody, MessageBarTitle, makeStyles, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { Card } from '../../../ui/card.tsx';
import { CopyText } from '../../../ui/copy-text.tsx';
import { ProblemMessage } from '../../../ui/problem-message.tsx';
import { QueryStates } from '../../../ui/states.tsx';
import { When } from '../../../ui/when.tsx';
import { calendarQuery, useMakeCalendar, useRevokeCalendar } from './queries.ts';

const useStyles = makeStyles({
  acts: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
  text: { margin: 0, maxWidth: '72ch' },
});

/** The same ends in the viewer's own calendar, by an address that is a secret. */
export function CalendarFeed() {
  const styles = useStyles();
  const query = useQuery(calendarQuery);
  const make = useMakeCalendar();
  const revoke = useRevokeCalendar();
  const error = make.error ?? revoke.error;
  return (
    <Card title="In your own calendar">
      <p className={styles.text}>
        Outlook, Google and Apple calendars can follow these ends by an address. Each end that takes an access away reminds 30, 14, 7 and 1
        days before. Whoever knows the address sees the names of all customers, so it is a secret: it is shown once.
      </p>
      <QueryStates query={query}>
        {({ madeAt }) => (
          <>
            {madeAt !== null && (
              <p className={styles.text}>
                Your address was made <When at={madeAt} />.
              </p>
            )}
            {make.data !== undefined && madeAt !== null && (
              <MessageBar intent="success" layout="multiline">
                <MessageBarBody style={{ whiteSpace: 'normal' }}>
                  <MessageBarTitle>Copy the address now. It is not shown again.</MessageBarTitle>
                  <CopyText text={make.data.url} />
                </MessageBarBody>
              </MessageBar>
            )}
            {error !== null && <ProblemMessage error={error} title="The address was not changed" />}
            <div className={styles.acts}>
              <Button
                disabledFocusable={make.isPending}
                onClick={() => {
                  make.mutate();
                }}
              >
                {madeAt === null ? 'Make an address' : 'Make a new address; the old one is dead'}
              </Button>
              {madeAt !== null && (
                <Button
                  appearance="subtle"
                  disabledFocusable={revoke.isPending}
                  onClick={() => {
                    make.reset();
                    revoke.mutate();
                  }}
                >
                  Revoke the address
                </Button>
              )}
            </div>
          </>
        )}
      </QueryStates>
    </Card>
  );
}

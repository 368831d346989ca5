import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type getConsents, withdrawWriteConsent } from '#contract/consent.ts';
import { call, type ReplyOf } from '../../lib/api.ts';
import { lacksPermission, useMay } from '../../lib/use-me.ts';
import { Card, Facts } from '../../ui/card.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { useProved } from '../../ui/proof.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { QueryStates } from '../../ui/states.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { useToast } from '../../ui/toasts.tsx';
import { When } from '../../ui/when.tsx';
import type { ConnectionData } from './connection-facts.tsx';
import { LinkMaker } from './link-maker.tsx';
import { consentsQuery } from './queries.ts';
import { writeKindWords } from './words.ts';

const useStyles = makeStyles({
  stack: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, minWidth: 0, overflowWrap: 'anywhere' },
  text: { margin: 0 },
  list: { margin: 0, paddingInlineStart: tokens.spacingHorizontalXL },
});

type Props = { readonly connection: ConnectionData };

/** The second consent: to write at Microsoft. It switches nothing on; it only makes switching on possible. */
export function WriteConsentCard({ connection }: Props) {
  const styles = useStyles();
  const query = useQuery(consentsQuery(connection.id));
  const isGiven = connection.writeConsent.at !== null;
  return (
    <Card
      title="Consent to write"
      action={<StateBadge state={isGiven ? { word: 'Given', intent: 'success' } : { word: 'Read only', intent: 'neutral' }} />}
    >
      <QueryStates query={query}>
        {(consents) => (
          <div className={styles.stack}>
            {isGiven ? (
              <Given connection={connection} />
            ) : (
              <p className={styles.text}>Concord only reads here until somebody consents to writing, besides reading.</p>
            )}
            <Missing missing={consents.missingToWrite} isGiven={isGiven} />
            {consents.missingToWrite.length > 0 &&
              (connection.secretsSet.includes('refreshToken') ? (
                <LinkMaker connection={connection} consents={consents} purpose="writing" />
              ) : (
                <p className={styles.text}>Sign in to read first. Writing is the second consent.</p>
              ))}
          </div>
        )}
      </QueryStates>
    </Card>
  );
}

function Missing({ missing, isGiven }: { readonly missing: ReplyOf<typeof getConsents>['missingToWrite']; readonly isGiven: boolean }) {
  const styles = useStyles();
  if (missing.length === 0) return null;
  return (
    <div>
      <p className={styles.text}>{isGiven ? 'Not given yet:' : 'It asks for:'}</p>
      <ul className={styles.list}>
        {missing.map(({ name, why, kinds }) => (
          <li key={name}>
            {why} ({name}; needed for: {kinds.map((kind) => writeKindWords[kind].toLowerCase()).join(', ')})
          </li>
        ))}
      </ul>
    </div>
  );
}

function Given({ connection: { id, writeConsent } }: Props) {
  const styles = useStyles();
  const client = useQueryClient();
  const proved = useProved();
  const toast = useToast();
  const may = useMay('connections:write');
  const withdraw = useMutation({
    mutationFn: () => proved(() => call(withdrawWriteConsent, { params: { id } })),
    onSuccess: () => {
      toast('The consent to write is withdrawn');
      return client.invalidateQueries();
    },
  });
  return (
    <>
      <Facts
        facts={[
          ['Given by', writeConsent.by ?? 'not told'],
          ['When', <When key="at" at={writeConsent.at} />],
        ]}
      />
      <p className={styles.text}>
        What is written is switched on for each kind of action under{' '}
        <TextLink to={`/settings/connections/${id}?tab=settings`} inline>
          Settings
        </TextLink>
        .
      </p>
      {withdraw.isError && <ProblemMessage error={withdraw.error} title="The consent was not withdrawn" />}
      <div>
        <Button
          {...(may ? {} : { disabled: true, title: lacksPermission('connections:write') })}
          disabledFocusable={withdraw.isPending}
          onClick={() => {
            withdraw.mutate();
          }}
        >
          Withdraw consent to write
        </Button>
      </div>
      <p className={styles.text}>
        Withdrawing switches all writing off here. What was granted at Microsoft stays until an administrator removes it there.
      </p>
    </>
  );
}

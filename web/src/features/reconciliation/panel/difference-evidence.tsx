import { makeStyles, Subtitle2, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { formatDate, formatInstant } from '../../../lib/format.ts';
import { NoRight } from '../../../ui/money.tsx';
import { StateBadge } from '../../../ui/state-badge.tsx';
import { TextLink } from '../../../ui/text-link.tsx';
import { When } from '../../../ui/when.tsx';
import type { Detail } from '../queries.ts';
import { causeWords, certaintyWords, evidenceSources, planStateOf } from '../words.ts';

const useStyles = makeStyles({
  section: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS },
  title: { margin: 0 },
  list: { margin: 0, paddingInlineStart: '18px', display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  plain: { listStyleType: 'none', paddingInlineStart: 0 },
  facts: { margin: 0, display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  fact: { display: 'flex', flexDirection: 'column' },
  label: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
  value: { margin: 0, overflowWrap: 'anywhere' },
  id: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200, overflowWrap: 'anywhere' },
  event: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS, alignItems: 'center' },
});

export function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const styles = useStyles();
  return (
    <section className={styles.section}>
      <Subtitle2 as="h3" className={styles.title}>
        {title}
      </Subtitle2>
      {children}
    </section>
  );
}

export function Causes({ causes }: { readonly causes: Detail['causes'] }) {
  const styles = useStyles();
  return (
    <Section title="Why it differs">
      <ol className={styles.list}>
        {causes.map((cause) => (
          <li key={cause.code + cause.sentence}>
            <strong>{causeWords[cause.code]}</strong> · {certaintyWords[cause.certainty]}
            <br />
            {cause.sentence}
          </li>
        ))}
      </ol>
    </Section>
  );
}

/** Facts that a person can check himself: what, where, read when, under which id. */
export function EvidenceList({ evidence }: { readonly evidence: Detail['evidence'] }) {
  const styles = useStyles();
  return (
    <Section title="Evidence">
      <dl className={styles.facts}>
        {evidence.map((fact) => (
          <div key={`${fact.label}${fact.value ?? ''}${fact.remoteId ?? ''}`} className={styles.fact}>
            <dt className={styles.label}>
              {fact.label} · {evidenceSources[fact.source]}
              {fact.readAt !== undefined && (
                <>
                  {' · read '}
                  <When at={fact.readAt} age />
                </>
              )}
            </dt>
            <dd className={styles.value}>
              {fact.value ?? <NoRight />}
              {fact.remoteId !== undefined && <div className={styles.id}>{fact.remoteId}</div>}
            </dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}

/** What happened with it: found, decided, planned. */
export function History({ difference }: { readonly difference: Detail }) {
  const styles = useStyles();
  const { plans, firstSeenAt, lastSeenAt, decidedBy, reason, mutedUntil } = difference;
  return (
    <Section title="What happened">
      <ul className={`${styles.list} ${styles.plain}`}>
        {plans.map((plan) => (
          <li key={plan.planId} className={styles.event}>
            <TextLink to={`/plans/${plan.planId}`}>Plan by {plan.createdBy}</TextLink>
            <StateBadge state={planStateOf(plan.state)} />
            <span className={styles.label}>{formatInstant(plan.createdAt)}</span>
          </li>
        ))}
        {reason !== null && (
          <li>
            Dismissed by {decidedBy ?? 'somebody'}: {reason}
            {mutedUntil !== null && `, until ${formatDate(mutedUntil)}`}
          </li>
        )}
        <li className={styles.label}>
          Found {formatInstant(firstSeenAt)}, last seen {formatInstant(lastSeenAt)}
        </li>
      </ul>
    </Section>
  );
}

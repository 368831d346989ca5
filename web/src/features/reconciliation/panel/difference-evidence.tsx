import { makeStyles, tokens } from '@fluentui/react-components';
import { daysInWords } from '../../../lib/format-days.ts';
import { NoRight } from '../../../ui/money.tsx';
import { When } from '../../../ui/when.tsx';
import type { Detail } from '../queries.ts';
import { causeWords, certaintyWords, evidenceSources } from '../words.ts';
import { Section } from './section.tsx';

const useStyles = makeStyles({
  list: {
    margin: 0,
    paddingInlineStart: '18px',
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalS,
    overflowWrap: 'anywhere',
  },
  facts: { margin: 0, display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  fact: { display: 'flex', flexDirection: 'column' },
  label: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
  value: { margin: 0, overflowWrap: 'anywhere' },
  id: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200, overflowWrap: 'anywhere' },
});

export function Causes({ causes }: { readonly causes: Detail['causes'] }) {
  const styles = useStyles();
  return (
    <Section title="Why it differs">
      <ol className={styles.list}>
        {causes.map((cause) => (
          <li key={cause.code + cause.sentence}>
            <strong>{causeWords[cause.code]}</strong> · {certaintyWords[cause.certainty]}
            <br />
            {daysInWords(cause.sentence)}
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
              {fact.value === null ? <NoRight /> : daysInWords(fact.value)}
              {fact.remoteId !== undefined && <div className={styles.id}>{fact.remoteId}</div>}
            </dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}

import { makeStyles, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { formatDate } from '../../../lib/format.ts';
import { daysInWords } from '../../../lib/format-days.ts';
import { differenceKindWords } from '../../../ui/difference-words.ts';
import { Money } from '../../../ui/money.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { StateBadge } from '../../../ui/state-badge.tsx';
import { QueryStates } from '../../../ui/states.tsx';
import { TextLink } from '../../../ui/text-link.tsx';
import { useActs, type Acts as WorkActs } from '../list/use-acts.ts';
import { dismissWords } from '../list/work-words.ts';
import { type Detail, differenceQuery } from '../queries.ts';
import { cameBackWord, correctionSentence, differenceStates, directionOf, fixOf } from '../words.ts';
import { BooksTable } from './books-table.tsx';
import { Causes, EvidenceList } from './difference-evidence.tsx';
import { InvoiceLines } from './invoice-lines.tsx';
import { OtherWays } from './other-ways.tsx';
import { PanelActs } from './panel-acts.tsx';
import { Section } from './section.tsx';
import { Timeline } from './timeline-section.tsx';
import { WorkCard } from './work-card.tsx';

const WorkDialog = lazy(async () => ({ default: (await import('../list/work-dialog.tsx')).WorkDialog }));

const useStyles = makeStyles({
  head: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  badges: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalXS },
  sentence: { fontSize: tokens.fontSizeBase400, lineHeight: tokens.lineHeightBase400, overflowWrap: 'anywhere' },
});

export type DifferencePanelProps = {
  readonly id: string;
  readonly onClose: () => void;
  readonly onNext?: (() => void) | undefined;
  readonly onPrevious?: (() => void) | undefined;
};

/** One difference with everything one needs to decide: the books, why, what proves it, what it would take, who works on it. */
export function DifferencePanel({ id, onClose, onNext, onPrevious }: DifferencePanelProps) {
  const query = useQuery(differenceQuery(id));
  const acts = useActs('todo');
  const { data } = query;
  return (
    <>
      <Panel
        title={data === undefined ? 'Difference' : differenceKindWords[data.kind]}
        onClose={onClose}
        onNext={onNext}
        onPrevious={onPrevious}
        {...(data !== undefined && { footer: <PanelActs key={data.id} difference={data} acts={acts} /> })}
      >
        <QueryStates query={query}>{(difference) => <Body key={difference.id} difference={difference} acts={acts} />}</QueryStates>
      </Panel>
      {acts.asked !== undefined && (
        <Suspense>
          <WorkDialog asked={acts.asked} onClose={acts.close} />
        </Suspense>
      )}
    </>
  );
}

function Body({ difference, acts }: { readonly difference: Detail; readonly acts: WorkActs }) {
  const { kind, microsoft, distributor, psa } = difference;
  return (
    <>
      <Head difference={difference} />
      <BooksTable kind={kind} three={{ microsoft, distributor, psa }} />
      <Fix difference={difference} />
      {difference.alternatives.length > 0 && (
        <Section title="Other ways">
          <OtherWays difference={difference} />
        </Section>
      )}
      <Causes causes={difference.causes} />
      <InvoiceLines difference={difference} />
      <EvidenceList evidence={difference.evidence} />
      <WorkCard
        difference={difference}
        onOwn={() => {
          acts.own([difference]);
        }}
        onNote={() => {
          acts.note(difference);
        }}
      />
      <Timeline difference={difference} />
    </>
  );
}

function Head({ difference }: { readonly difference: Detail }) {
  const styles = useStyles();
  const { kind, impact, per } = difference;
  const direction = directionOf(kind, impact);
  return (
    <div className={styles.head}>
      <div className={styles.badges}>
        <StateBadge state={differenceStates[difference.state]} />
        {difference.cameBack && <StateBadge state={cameBackWord} />}
      </div>
      <div>
        <TextLink to={`/customers/${difference.customerId}`}>{difference.customerName}</TextLink> · {difference.productName}
      </div>
      <div className={styles.sentence}>{daysInWords(difference.sentence)}</div>
      <div>
        <strong>
          <Money value={impact} signed per={per} />
        </strong>
        {direction !== '' && `, ${direction}`}
      </div>
      {difference.reason !== null && <Dismissal difference={difference} />}
    </div>
  );
}

/** Who left it as it is, why, and for how long. */
function Dismissal({ difference: { because, reason, decidedBy, rule, scope, mutedUntil } }: { readonly difference: Detail }) {
  const who = rule === null ? `Dismissed by ${decidedBy ?? 'somebody'}` : `Dismissed by the rule "${rule.name}"`;
  const word = because === null || dismissWords[because] === reason ? '' : `${dismissWords[because]}, `;
  const long = mutedUntil !== null ? `, until ${formatDate(mutedUntil)}` : scope === 'always' ? ', for good' : '';
  return (
    <div>
      {who}: {word}
      {reason}
      {long}
    </div>
  );
}

function Fix({ difference }: { readonly difference: Detail }) {
  const { kind, correction, impact, microsoft, psa, productName, causeKey } = difference;
  return (
    <Section title="Suggested fix">
      <span>
        {correction === null
          ? `${fixOf(kind, microsoft)}. Concord does not write this itself.`
          : `${correctionSentence(correction, impact?.currency ?? psa.unitMonthly?.currency)} You see exactly what will be sent first.`}
      </span>
      {causeKey !== null && (
        <TextLink to={`/reconciliation?causeKey=${encodeURIComponent(causeKey)}`}>Others that the same fix puts right</TextLink>
      )}
      <TextLink to={`/mapping/products?q=${encodeURIComponent(productName)}`}>Mapping of the product</TextLink>
      <TextLink to={`/mapping/accounts?q=${encodeURIComponent(difference.customerName)}`}>Mapping of the customer</TextLink>
    </Section>
  );
}

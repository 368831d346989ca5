import { Button, makeStyles, Tooltip, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { type ReactElement, useEffect, useState } from 'react';
import { isProblem } from '../../../lib/api.ts';
import { lacksPermission, useMay } from '../../../lib/use-me.ts';
import { isForPage } from '../../../ui/list-keys.ts';
import { Money } from '../../../ui/money.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { ProblemMessage } from '../../../ui/problem-message.tsx';
import { StateBadge } from '../../../ui/state-badge.tsx';
import { QueryStates } from '../../../ui/states.tsx';
import { TextLink } from '../../../ui/text-link.tsx';
import { differenceKindWords } from '../../../ui/words.ts';
import { DecideDialog, type Dismissal } from '../list/decide-dialog.tsx';
import { type Detail, differenceQuery, useDecide, usePreview } from '../queries.ts';
import { cameBackWord, correctionSentence, differenceStates, directionOf, fixOf } from '../words.ts';
import { BooksTable } from './books-table.tsx';
import { Causes, EvidenceList, History, Section } from './difference-evidence.tsx';

const useStyles = makeStyles({
  head: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  badges: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalXS },
  sentence: { fontSize: tokens.fontSizeBase400, lineHeight: tokens.lineHeightBase400 },
  foot: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
});

export type DifferencePanelProps = {
  readonly id: string;
  readonly onClose: () => void;
  readonly onNext?: (() => void) | undefined;
  readonly onPrevious?: (() => void) | undefined;
};

/** One difference with everything one needs to decide: the three books, why, what proves it, what it would take. */
export function DifferencePanel({ id, onClose, onNext, onPrevious }: DifferencePanelProps) {
  const query = useQuery(differenceQuery(id));
  const { data } = query;
  return (
    <Panel
      title={data === undefined ? 'Difference' : differenceKindWords[data.kind]}
      onClose={onClose}
      onNext={onNext}
      onPrevious={onPrevious}
      {...(data !== undefined && { footer: <Acts key={data.id} difference={data} /> })}
    >
      <QueryStates query={query}>{(difference) => <Body difference={difference} />}</QueryStates>
    </Panel>
  );
}

function Body({ difference }: { readonly difference: Detail }) {
  const styles = useStyles();
  const { kind, impact, correction, microsoft, distributor, psa } = difference;
  return (
    <>
      <div className={styles.head}>
        <div className={styles.badges}>
          <StateBadge state={differenceStates[difference.state]} />
          {difference.cameBack && <StateBadge state={cameBackWord} />}
        </div>
        <div>
          <TextLink to={`/customers/${difference.customerId}`}>{difference.customerName}</TextLink> · {difference.productName}
        </div>
        <div className={styles.sentence}>{difference.sentence}</div>
        <div>
          <strong>
            <Money value={impact} signed per="month" />
          </strong>
          {directionOf(kind, impact) !== '' && `, ${directionOf(kind, impact)}`}
        </div>
      </div>
      <BooksTable kind={kind} three={{ microsoft, distributor, psa }} />
      <Section title="Suggested fix">
        <span>
          {correction === null
            ? `${fixOf(kind, microsoft)}. Concord does not write this itself.`
            : `${correctionSentence(correction, impact?.currency ?? psa.unitMonthly?.currency)} You see exactly what will be sent first.`}
        </span>
        {(kind === 'unmapped_product' || kind === 'unmapped_customer') && (
          <TextLink to={kind === 'unmapped_product' ? '/mapping/products' : '/mapping/accounts'}>Open mapping</TextLink>
        )}
      </Section>
      <Causes causes={difference.causes} />
      <EvidenceList evidence={difference.evidence} />
      <History difference={difference} />
    </>
  );
}

const canCorrect = ['open', 'waitingForApproval', 'failed'];
const isDismissed = ({ state }: Detail): boolean => state === 'accepted' || state === 'muted';

function Acts({ difference }: { readonly difference: Detail }) {
  const styles = useStyles();
  const may = useMay('corrections:propose');
  const preview = usePreview();
  const reopen = useDecide();
  const [dialog, setDialog] = useState<Dismissal>();
  const canPreview = difference.correctable && canCorrect.includes(difference.state);
  const startPreview = () => {
    if (may && canPreview && !preview.isPending) preview.mutate({ differenceIds: [difference.id] });
  };
  usePanelKeys({
    p: startPreview,
    a: startPreview,
    d: () => {
      if (may && difference.state === 'open') setDialog('accept');
    },
    s: () => {
      if (may && difference.state === 'open') setDialog('mute');
    },
  });
  return (
    <>
      {preview.error !== null && (
        <ProblemMessage error={preview.error} title="No preview could be made" onRetry={startPreview} onDismiss={preview.reset} />
      )}
      {reopen.error !== null && (
        <ProblemMessage
          error={reopen.error}
          {...(isProblem(reopen.error, 'precondition_failed') && { title: 'This changed since you looked' })}
          onDismiss={reopen.reset}
        />
      )}
      <div className={styles.foot}>
        {canPreview && (
          <Allowed may={may}>
            <Button appearance="primary" disabledFocusable={!may || preview.isPending} onClick={startPreview} aria-keyshortcuts="P">
              {preview.isPending ? 'Previewing' : 'Preview correction'}
            </Button>
          </Allowed>
        )}
        {difference.state === 'open' && (
          <>
            <Allowed may={may}>
              <Button
                disabledFocusable={!may}
                aria-keyshortcuts="D"
                onClick={() => {
                  setDialog('accept');
                }}
              >
                Accept as it is
              </Button>
            </Allowed>
            <Allowed may={may}>
              <Button
                disabledFocusable={!may}
                aria-keyshortcuts="S"
                onClick={() => {
                  setDialog('mute');
                }}
              >
                Mute until
              </Button>
            </Allowed>
          </>
        )}
        {isDismissed(difference) && (
          <Allowed may={may}>
            <Button
              disabledFocusable={!may || reopen.isPending}
              onClick={() => {
                reopen.mutate({ id: difference.id, body: { decision: 'reopen', version: difference.version } });
              }}
            >
              Reopen
            </Button>
          </Allowed>
        )}
      </div>
      {dialog !== undefined && (
        <DecideDialog
          act={dialog}
          difference={difference}
          onClose={() => {
            setDialog(undefined);
          }}
        />
      )}
    </>
  );
}

/** A forbidden act stays visible and says who can allow it. */
function Allowed({ may, children }: { readonly may: boolean; readonly children: ReactElement }) {
  return may ? (
    children
  ) : (
    <Tooltip content={lacksPermission('corrections:propose')} relationship="description">
      {children}
    </Tooltip>
  );
}

/** Letters that work while the panel is open and the focus is not on a row of the list, which has them itself. */
function usePanelKeys(keys: Readonly<Record<string, () => void>>): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const target = event.target instanceof Element ? event.target : document.body;
      const act = keys[event.key.toLowerCase()];
      if (act === undefined || target.closest('[data-row]') !== null || !isForPage(event)) return;
      event.preventDefault();
      act();
    };
    document.addEventListener('keydown', listen);
    return () => {
      document.removeEventListener('keydown', listen);
    };
  });
}

import { Button, Input, makeStyles, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { finishSetup, returnToDraft, runSetupChecks } from '#contract/setup.ts';
import { call } from '../../lib/api.ts';
import { formatNumber, plural } from '../../lib/format.ts';
import { useMay } from '../../lib/use-me.ts';
import { Card } from '../../ui/card.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { TextLink, useGo } from '../../ui/text-link.tsx';
import { When } from '../../ui/when.tsx';
import { type SetupData, useSetupAct } from './queries.ts';
import { checkTitles, checkWords } from './words.ts';

const useStyles = makeStyles({
  column: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL },
  list: { listStyleType: 'none', margin: 0, padding: 0, display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  row: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM, alignItems: 'center' },
  text: { margin: 0 },
});

/** What the finish starts, the four checks, and the finish itself; afterwards the same checks as a health check, and the way back. */
export function FinishScreen({ setup, may }: { readonly setup: SetupData; readonly may: boolean }) {
  const styles = useStyles();
  const isLive = setup.state === 'live';
  return (
    <div className={styles.column}>
      <Card title={isLive ? 'Live' : 'What the finish starts'}>
        <p className={styles.text}>{preview(setup)}</p>
        {setup.finished !== null && (
          <p className={styles.text}>
            Finished by {setup.finished.by}, <When at={setup.finished.at} />.{' '}
            {setup.finished.jobIds.map((id) => (
              <TextLink key={id} to={`/activity/jobs/${id}`}>
                Progress{' '}
              </TextLink>
            ))}
          </p>
        )}
      </Card>
      <Checks checks={setup.checks} />
      {isLive ? <Recheck /> : <Finish setup={setup} may={may} />}
      {isLive && may && <BackToDraft />}
    </div>
  );
}

function Recheck() {
  const may = useMay('connections:test');
  const check = useSetupAct(() => call(runSetupChecks, {}));
  return (
    <>
      <div>
        <Button
          disabledFocusable={!may || check.isPending}
          onClick={() => {
            if (may && !check.isPending) check.mutate();
          }}
        >
          {check.isPending ? 'Checking…' : 'Re-run checks'}
        </Button>
      </div>
      {check.isError && <ProblemMessage error={check.error} title="The checks did not run" />}
    </>
  );
}

/** A double click is one finish: the server queues the first sync once. */
function Finish({ setup, may }: { readonly setup: SetupData; readonly may: boolean }) {
  const go = useGo();
  const finish = useSetupAct(
    () => call(finishSetup, {}),
    ({ finished }) => {
      const [first] = finished?.jobIds ?? [];
      go(first === undefined ? '/' : `/activity/jobs/${first}`);
    },
  );
  const isOpen = may && !finish.isPending && setup.missing.length === 0;
  const act = (): void => {
    if (isOpen) finish.mutate();
  };
  return (
    <>
      <div>
        <Button appearance="primary" disabledFocusable={!isOpen} onClick={act}>
          {finish.isPending ? 'Checking every account…' : 'Finish and start the first sync'}
        </Button>
      </div>
      {finish.isError && <ProblemMessage error={finish.error} title="The set-up is not finished" />}
    </>
  );
}

function preview({ preview: { customers, subscriptions, differences, seconds }, state }: SetupData): string {
  const books = `${plural(customers, 'customer')}, ${plural(subscriptions, 'subscription')}, ${plural(differences, 'difference')} ${state === 'live' ? 'open' : 'expected'}.`;
  const time =
    seconds === null
      ? ''
      : ` Reading all of it takes about ${seconds < 60 ? `${Math.max(seconds, 1)} s` : `${formatNumber(Math.ceil(seconds / 60))} min`}.`;
  return `${books}${time} Nothing is written to any system.`;
}

function Checks({ checks }: { readonly checks: SetupData['checks'] }) {
  const styles = useStyles();
  if (checks === null) return null;
  return (
    <Card title="The four checks">
      <ul className={styles.list}>
        {checks.checks.map(({ check, outcome, detail }) => (
          <li key={check}>
            <StateBadge state={checkWords[outcome]} /> <strong>{checkTitles[check]}</strong> {detail}
          </li>
        ))}
      </ul>
      <p className={styles.text}>
        {checks.by}, <When at={checks.at} age />
      </p>
    </Card>
  );
}

/** Stops the schedules; the reason is kept. */
function BackToDraft() {
  const styles = useStyles();
  const [reason, setReason] = useState('');
  const draft = useSetupAct(() => call(returnToDraft, { body: { reason } }));
  return (
    <Card title="Back to draft">
      <p className={styles.text}>Schedules stop. Connections, mappings and everything read stay.</p>
      <div className={styles.row}>
        <Input
          aria-label="Why the schedules stop"
          placeholder="Why?"
          value={reason}
          onChange={(_, { value }) => {
            setReason(value);
          }}
        />
        <Button
          disabledFocusable={draft.isPending || reason.trim() === ''}
          onClick={() => {
            if (reason.trim() !== '' && !draft.isPending) draft.mutate();
          }}
        >
          Stop the schedules
        </Button>
      </div>
      {draft.isError && <ProblemMessage error={draft.error} title="Still live" />}
    </Card>
  );
}

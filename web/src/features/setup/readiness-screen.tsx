import { Button, Checkbox, Link, makeStyles, tokens } from '@fluentui/react-components';
import { lazy, Suspense } from 'react';
import { confirmSetup, runSetupChecks } from '#contract/setup.ts';
import { setupPath } from '#model/setup.ts';
import { call } from '../../lib/api.ts';
import { Card } from '../../ui/card.tsx';
import { CopyText } from '../../ui/copy-text.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { When } from '../../ui/when.tsx';
import { type SetupData, useSetupAct } from './queries.ts';
import { checklistWords, outcomeWords } from './words.ts';

/** Only after a check there is something to tell. */
const NetworkHosts = lazy(async () => ({ default: (await import('./network-hosts.tsx')).NetworkHosts }));

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: 0, padding: 0, display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  head: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS, alignItems: 'center' },
  text: { margin: 0, color: tokens.colorNeutralForeground2, overflowWrap: 'anywhere' },
  acts: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM, alignItems: 'center' },
});

/** The readiness checklist: what is needed, how one knows, what the machine says, whom to ask; and the recorded confirmation. */
export function ReadinessScreen({ setup, may }: { readonly setup: SetupData; readonly may: boolean }) {
  const styles = useStyles();
  const link = new URL(setupPath('readiness'), location.origin).href;
  const confirm = useSetupAct((confirmed: boolean) => call(confirmSetup, { body: { subject: 'readiness', confirmed } }));
  const check = useSetupAct(() => call(runSetupChecks, {}));
  const shared = sharedOf(setup.checklist);
  return (
    <Card
      title="Readiness checklist"
      action={
        <Button
          disabledFocusable={check.isPending}
          onClick={() => {
            if (!check.isPending) check.mutate();
          }}
        >
          {check.isPending ? 'Checking…' : 'Check now'}
        </Button>
      }
    >
      {shared !== undefined && <Said item={shared} />}
      <ul className={styles.list}>
        {setup.checklist.map((item) => (
          <li key={item.id}>
            <span className={styles.head}>
              <strong>{checklistWords[item.id].title}</strong>
              <StateBadge state={outcomeWords[item.outcome]} />
            </span>
            <p className={styles.text}>{checklistWords[item.id].how}</p>
            {item.detail !== shared?.detail && <Said item={item} />}
            <Suspense>{item.id === 'network' && setup.network !== null && <NetworkHosts network={setup.network} />}</Suspense>
          </li>
        ))}
      </ul>
      <div className={styles.acts}>
        <span>Ask a colleague:</span>
        <CopyText text={link} />
        <Link href={mailTo(link)}>Write a mail</Link>
      </div>
      {check.isError && <ProblemMessage error={check.error} title="The checks did not run" />}
      <Checkbox
        checked={setup.readiness !== null}
        disabled={!may || confirm.isPending}
        label={setup.readiness === null ? 'I have read the list, and what is missing is on its way' : `Confirmed by ${setup.readiness.by}`}
        onChange={(_, { checked }) => {
          confirm.mutate(checked === true);
        }}
      />
      {setup.readiness !== null && (
        <span className={styles.text}>
          <When at={setup.readiness.at} />
        </span>
      )}
      {confirm.isError && <ProblemMessage error={confirm.error} title="Not confirmed" />}
    </Card>
  );
}

type Item = SetupData['checklist'][number];

/** What several items have to say alike, before anything was checked: it is said once, above them. */
const sharedOf = (items: readonly Item[]): Item | undefined =>
  items.find(({ outcome, detail }) => outcome === 'open' && items.filter((other) => other.detail === detail).length > 1);

/** What the machine says of one item. */
function Said({ item: { detail, hint, correlationId, checkedAt, fix } }: { readonly item: Item }) {
  const styles = useStyles();
  return (
    <p className={styles.text}>
      {detail} {hint} {correlationId !== null && <>Correlation id {correlationId}. </>}
      {checkedAt !== null && <When at={checkedAt} age />} {fix !== null && <TextLink to={fix.path}>{fix.text}</TextLink>}
    </p>
  );
}

const mailTo = (link: string): string => {
  const body = `Could you look at this checklist? Concord needs a role or a key that you have.\n\n${link}`;
  return `mailto:?subject=${encodeURIComponent('Setting Concord up: your part')}&body=${encodeURIComponent(body)}`;
};

import { Button, Input, makeStyles, tokens } from '@fluentui/react-components';
import { lazy, Suspense, useState } from 'react';
import { confirmSetup } from '#contract/setup.ts';
import { AccessState } from '#model/access.ts';
import { call } from '../../lib/api.ts';
import { formatNumber } from '../../lib/format.ts';
import { Card } from '../../ui/card.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { When } from '../../ui/when.tsx';
import { accessWords } from '../../ui/words.ts';
import { type SetupData, useSetupAct } from './queries.ts';

// The board is as large as the rest of the set-up: it comes with its step.
const AccessInside = lazy(async () => ({ default: (await import('./inside.tsx')).AccessInside }));

const useStyles = makeStyles({
  counts: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalL },
  column: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL },
  text: { margin: 0 },
  row: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM },
});

/** The five counts, how many are Ready, the board of access itself, and the way on where nobody is. */
export function AccessScreen({ setup, may }: { readonly setup: SetupData; readonly may: boolean }) {
  const styles = useStyles();
  const { all, ready, access } = setup.customers;
  return (
    <div className={styles.column}>
      <Card title="Access review" action={<TextLink to="/customers/access">All customers with their access</TextLink>}>
        <div className={styles.counts}>
          {AccessState.options.map((state) => (
            <span key={state}>
              <StateBadge state={accessWords[state]} /> {formatNumber(access[state] ?? 0)}
            </span>
          ))}
        </div>
        <p className={styles.text}>
          {all === 0
            ? 'The customers are not read yet.'
            : `${formatNumber(ready)} of ${formatNumber(all)} customers are Ready.${ready > 0 && ready < all ? ' You can go on; the others can follow later.' : ''}`}
        </p>
      </Card>
      {all > 0 && (
        <Suspense>
          <AccessInside />
        </Suspense>
      )}
      {all > 0 && (ready === 0 || setup.withoutTenantEvidence !== null) && <WithoutEvidence setup={setup} may={may} />}
    </div>
  );
}

/** For a comparison of what is charged and billed only; the reason is logged. */
function WithoutEvidence({ setup, may }: { readonly setup: SetupData; readonly may: boolean }) {
  const styles = useStyles();
  const [reason, setReason] = useState('');
  const confirm = useSetupAct((confirmed: boolean) =>
    call(confirmSetup, { body: { subject: 'withoutTenantEvidence', confirmed, ...(confirmed && { reason }) } }),
  );
  const held = setup.withoutTenantEvidence;
  return (
    <Card title="Go on without tenant evidence">
      {held === null ? (
        <>
          <p className={styles.text}>
            What is charged and billed can be compared without access to any tenant. Who uses which licence stays unknown until access is
            granted.
          </p>
          <div className={styles.row}>
            <Input
              aria-label="Why it goes on without tenant evidence"
              placeholder="Why?"
              value={reason}
              onChange={(_, { value }) => {
                setReason(value);
              }}
            />
            <Button
              disabledFocusable={!may || confirm.isPending || reason.trim() === ''}
              onClick={() => {
                if (may && reason.trim() !== '') confirm.mutate(true);
              }}
            >
              Go on without tenant evidence
            </Button>
          </div>
        </>
      ) : (
        <>
          <p className={styles.text}>
            {held.by}, <When at={held.at} />: {held.reason}
          </p>
          <div>
            <Button
              disabledFocusable={!may || confirm.isPending}
              onClick={() => {
                confirm.mutate(false);
              }}
            >
              Take it back
            </Button>
          </div>
        </>
      )}
      {confirm.isError && <ProblemMessage error={confirm.error} title="Not kept" />}
    </Card>
  );
}

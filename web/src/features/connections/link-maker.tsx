import { Button, Field, Input, makeStyles, tokens } from '@fluentui/react-components';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { type getConsents, makeConsentLink } from '#contract/consent.ts';
import { call, type ReplyOf } from '../../lib/api.ts';
import { lacksPermission, useMay } from '../../lib/use-me.ts';
import { Facts } from '../../ui/card.tsx';
import { RefusalMessage } from '../../ui/consent-refusal.tsx';
import { linkWords } from '../../ui/consent-words.ts';
import { CopyText } from '../../ui/copy-text.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { useProved } from '../../ui/proof.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { When } from '../../ui/when.tsx';
import type { ConnectionData } from './connection-facts.tsx';

type Consents = ReplyOf<typeof getConsents>;
type LinkOf = Consents['links'][number];

/** Only whoever makes a link needs it. */
const QrCode = lazy(async () => ({ default: (await import('../../ui/qr-code.tsx')).QrCode }));

const useStyles = makeStyles({
  text: { margin: 0 },
  mail: { maxWidth: '420px' },
  list: { margin: 0, paddingInlineStart: tokens.spacingHorizontalXL },
});

type Props = {
  readonly connection: Pick<ConnectionData, 'id' | 'secretsSet'>;
  readonly consents: Consents;
  readonly purpose: LinkOf['purpose'];
};

/** Makes the one-time link by which somebody consents, and shows what becomes of it as it happens. */
export function LinkMaker({ connection, consents, purpose }: Props) {
  const styles = useStyles();
  const client = useQueryClient();
  const proved = useProved();
  const may = useMay('connections:write');
  const [sendTo, setSendTo] = useState('');
  const make = useMutation({
    mutationFn: () =>
      proved(() =>
        call(makeConsentLink, {
          params: { id: connection.id },
          body: { purpose, ...(sendTo.trim() !== '' && { sendTo: sendTo.trim() }) },
        }),
      ),
    onSuccess: () => client.invalidateQueries(),
  });
  const link = consents.links.find((each) => each.purpose === purpose);
  const withoutSecret = connection.secretsSet.includes('clientSecret') ? undefined : 'Enter the client secret of the app first.';
  const why = may ? withoutSecret : lacksPermission('connections:write');
  return (
    <>
      {make.isError && <ProblemMessage error={make.error} title="No link was made" />}
      {link !== undefined && <LastLink link={link} url={make.data?.id === link.id ? make.data.url : undefined} />}
      {consents.redirectUri !== null && purpose === 'reading' && (
        <Facts facts={[['Redirect address of the app (type Web)', <CopyText key="uri" text={consents.redirectUri} />]]} />
      )}
      <MailedLink mailed={make.data?.mailed ?? null} />
      <Field className={styles.mail} label="Send it to (optional)" hint="One mailbox; without it you hand the link over yourself">
        <Input
          type="email"
          value={sendTo}
          disabled={why !== undefined}
          onChange={(_, { value }) => {
            setSendTo(value);
          }}
        />
      </Field>
      <div>
        <Button
          disabled={why !== undefined}
          disabledFocusable={make.isPending}
          onClick={() => {
            make.mutate();
          }}
        >
          {buttonOf(purpose, consents)}
        </Button>
        {why !== undefined && <p className={styles.text}>{why}</p>}
      </div>
    </>
  );
}

type Mailed = ReplyOf<typeof makeConsentLink>['mailed'];

function MailedLink({ mailed }: { readonly mailed: Mailed }) {
  const styles = useStyles();
  if (mailed === null) return null;
  return (
    <p role="status" className={styles.text}>
      {mailed.taken
        ? `The link was sent to ${mailed.to}.`
        : `The link was not sent to ${mailed.to}: ${mailed.detail} Hand it over yourself.`}
    </p>
  );
}

const buttonOf = (purpose: LinkOf['purpose'], { consents }: Consents): string => {
  if (purpose === 'writing') return 'Generate consent link for writing';
  return consents.length === 0 ? 'Generate consent link' : 'Generate link to sign in again';
};

/** What became of the newest link; its address only where it was just made. */
function LastLink({ link, url }: { readonly link: LinkOf; readonly url: string | undefined }) {
  const styles = useStyles();
  return (
    <>
      <Facts
        facts={[
          ['Last link', <StateBadge key="state" state={linkWords[link.state]} />],
          ['Made by', link.madeBy],
          ['Ends', <When key="ends" at={link.endsAt} />],
        ]}
      />
      {link.refusal !== null && <RefusalMessage refusal={link.refusal} />}
      {url !== undefined && link.state === 'waiting' && (
        <>
          <CopyText text={url} />
          <Suspense>
            <QrCode text={url} says="The link as a code for a phone" />
          </Suspense>
          <ol className={styles.list}>
            <li>Copy the link and send it to the administrator, or open it yourself. It is shown once and works in one browser.</li>
            <li>Whoever opens it signs in as {link.expectedUser ?? 'the integration account'} and confirms the second factor.</li>
            <li>This page shows when the sign-in is received, or why it was not taken.</li>
          </ol>
        </>
      )}
    </>
  );
}

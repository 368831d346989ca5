import { makeStyles, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { QueryStates } from '../../ui/states.tsx';
import { LinkMaker } from '../connections/link-maker.tsx';
import { connectionQuery, consentsQuery } from '../connections/queries.ts';

const useStyles = makeStyles({
  box: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, minWidth: 0, overflowWrap: 'anywhere' },
  text: { margin: 0 },
});

type Props = { readonly connectionId: string; readonly name: string };

/** The sign-in of an account that waits for it, without leaving the set-up: the link is the one of the connection's page. */
export function SetupConsent({ connectionId, name }: Props) {
  const styles = useStyles();
  const connection = useQuery(connectionQuery(connectionId));
  const consents = useQuery(consentsQuery(connectionId));
  return (
    <section className={styles.box} aria-label={`Sign-in of ${name}`}>
      <p className={styles.text}>
        {name} waits for a sign-in at Microsoft, to read only. Make a link and open it, or send it to whoever may consent.
      </p>
      <QueryStates query={connection}>
        {(found) => (
          <QueryStates query={consents}>{(known) => <LinkMaker connection={found} consents={known} purpose="reading" />}</QueryStates>
        )}
      </QueryStates>
    </section>
  );
}

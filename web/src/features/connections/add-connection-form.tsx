import { Button, makeStyles, tokens } from '@fluentui/react-components';
import type { ConnectionKind } from '#model/connection.ts';
import { isProblem } from '../../lib/api.ts';
import { useUrlState } from '../../lib/url-state.ts';
import { Card } from '../../ui/card.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { AddField } from './add-field.tsx';
import { allFields, type Entries, mistakesOfServer } from './add-form.ts';
import { MistakeSummary } from './add-mistakes.tsx';
import { SiteField } from './add-site-field.tsx';
import { useForm } from './add-use-form.ts';
import { crumbsFrom } from './crumbs.ts';
import { useSteady } from './use-steady.ts';

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL },
  fields: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL, paddingBlockStart: tokens.spacingVerticalS },
  text: { margin: 0, color: tokens.colorNeutralForeground2 },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalL, alignItems: 'center' },
});

type Props = {
  readonly kind: ConnectionKind;
  readonly entries: Entries;
  readonly error: unknown;
  readonly isBusy: boolean;
  readonly onEntries: (entries: Entries) => void;
  readonly onSend: () => void;
};

/** The form itself: which account, and with which secrets. */
export function AddConnectionForm({ kind, entries, error, isBusy, onEntries, onSend }: Props) {
  const styles = useStyles();
  const fields = allFields(kind);
  const told = useSteady(error, () => mistakesOfServer(error, fields));
  const { summary, mistakes, showsSummary, propsOf, submit } = useForm({ fields, entries, onEntries, told, onSend });
  const [name, ...rest] = fields;
  const settings = rest.filter(({ field }) => field?.part === 'settings');
  const secrets = rest.filter(({ field }) => field?.part === 'secrets');
  const [back] = crumbsFrom(useUrlState()[0]['from']);
  return (
    <form className={styles.form} onSubmit={submit} noValidate aria-label="Add a connection">
      {error !== null && error !== undefined && <Refusal error={error} />}
      {showsSummary && <MistakeSummary fields={fields} mistakes={mistakes} at={summary} />}
      <Card title="Which account?">
        <div className={styles.fields}>
          {name !== undefined && <AddField {...propsOf(name)} />}
          {settings.map((form) =>
            kind === 'connectWise' && form.name === 'baseUrl' ? (
              <SiteField key={form.name} {...propsOf(form)} />
            ) : (
              <AddField key={form.name} {...propsOf(form)} />
            ),
          )}
        </div>
      </Card>
      {secrets.length > 0 && (
        <Card title="How does Concord sign in?">
          <p className={styles.text}>Secrets are stored encrypted. Nobody sees them again, here or over the API; they can be replaced.</p>
          <div className={styles.fields}>
            {secrets.map((form) => (
              <AddField key={form.name} {...propsOf(form)} />
            ))}
          </div>
        </Card>
      )}
      <p className={styles.text}>
        {secrets.length === 0
          ? 'Nobody signs in and nothing is called there. You upload the first file next.'
          : 'The connection starts read-only: nothing is written there until you turn writing on. Concord runs every check first and shows what each said. If the credentials do not work, the connection is kept and you put them right.'}
      </p>
      <div className={styles.actions}>
        <Button type="submit" appearance="primary" disabledFocusable={isBusy}>
          {!isBusy ? 'Add connection' : secrets.length === 0 ? 'Adding…' : 'Checking the account…'}
        </Button>
        <TextLink to={back.to}>Cancel</TextLink>
      </div>
    </form>
  );
}

/** Why it was not added; a duplicate leads to what is there already. */
function Refusal({ error }: { readonly error: unknown }) {
  return (
    <>
      <ProblemMessage error={error} title="The connection was not added" />
      {isProblem(error, 'duplicate') && <TextLink to="/settings/connections">Show the connections</TextLink>}
    </>
  );
}

import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { SetupPage, setupPath } from '#model/setup.ts';
import { TextLink, useGo } from '../../ui/text-link.tsx';
import type { SetupData } from './queries.ts';
import { pageWords } from './words.ts';

const useStyles = makeStyles({
  bar: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalS,
    borderBlockStartWidth: '1px',
    borderBlockStartStyle: 'solid',
    borderBlockStartColor: tokens.colorNeutralStroke2,
    paddingBlockStart: tokens.spacingVerticalM,
  },
  buttons: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM, alignItems: 'center' },
  missing: { margin: 0, paddingInlineStart: tokens.spacingHorizontalL },
});

/** Back, save and exit, next; beside a disabled Next what is missing, as it is now. */
export function Footer({ setup, page }: { readonly setup: SetupData; readonly page: SetupPage }) {
  const styles = useStyles();
  const go = useGo();
  const at = SetupPage.options.indexOf(page);
  const [back, next] = [SetupPage.options[at - 1], SetupPage.options[at + 1]];
  const missing = setup.missing.filter((each) => SetupPage.options.indexOf(each.page) <= at);
  return (
    <footer className={styles.bar}>
      {missing.length > 0 && (
        <div role="status">
          Before you go on:
          <ul className={styles.missing} id="setup-missing">
            {missing.map(({ code, page: where, detail }) => (
              <li key={code}>
                {detail} {where !== page && <TextLink to={setupPath(where)}>{pageWords[where].title}</TextLink>}
              </li>
            ))}
          </ul>
        </div>
      )}
      <div className={styles.buttons}>
        {back !== undefined && (
          <Button
            onClick={() => {
              go(setupPath(back));
            }}
          >
            Back
          </Button>
        )}
        <TextLink to="/">Save and exit</TextLink>
        {next !== undefined && (
          <Button
            appearance="primary"
            disabledFocusable={missing.length > 0}
            {...(missing.length > 0 && { 'aria-describedby': 'setup-missing' })}
            onClick={() => {
              if (missing.length === 0) go(setupPath(next));
            }}
          >
            Next: {pageWords[next].title}
          </Button>
        )}
      </div>
    </footer>
  );
}

import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { type SetupPage, setupPath } from '#model/setup.ts';
import { StateBadge } from '../../ui/state-badge.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import type { SetupData } from './queries.ts';
import { pageWords, stepStates, stepTitles } from './words.ts';

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: 0, padding: 0, display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  step: {
    display: 'flex',
    flexDirection: 'column',
    gap: '2px',
    paddingInlineStart: tokens.spacingHorizontalM,
    borderInlineStartWidth: '3px',
    borderInlineStartStyle: 'solid',
    borderInlineStartColor: tokens.colorNeutralStroke2,
  },
  current: { borderInlineStartColor: tokens.colorBrandStroke1 },
  head: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS, alignItems: 'center' },
  line: { color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200 },
  pages: {
    listStyleType: 'none',
    margin: 0,
    padding: 0,
    paddingInlineStart: tokens.spacingHorizontalM,
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
    paddingBlock: tokens.spacingVerticalS,
  },
  here: { fontWeight: tokens.fontWeightSemibold },
});

/** The six steps with how far each is; every screen can be opened at any time. */
export function Stepper({ setup, page }: { readonly setup: SetupData; readonly page: SetupPage }) {
  const styles = useStyles();
  return (
    <nav aria-label="Steps of the set-up">
      <ol className={styles.list}>
        {setup.steps.map(({ step, number, state, line, pages }) => {
          const [first] = pages;
          const isHere = pages.some((each) => each.page === page);
          return (
            <li
              key={step}
              className={mergeClasses(styles.step, isHere && styles.current)}
              {...(isHere && { 'aria-current': 'step' as const })}
            >
              <span className={styles.head}>
                <TextLink to={setupPath(first?.page ?? 'systems')} className={mergeClasses(isHere && styles.here)}>
                  {number} · {stepTitles[step]}
                </TextLink>
                <StateBadge state={stepStates[state]} />
              </span>
              <span className={styles.line}>{line}</span>
              {pages.length > 1 && isHere && (
                <ul className={styles.pages}>
                  {pages.map((each) => (
                    <li key={each.page}>
                      <TextLink to={setupPath(each.page)} className={mergeClasses(each.page === page && styles.here)}>
                        {pageWords[each.page].title}
                      </TextLink>
                    </li>
                  ))}
                </ul>
              )}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}

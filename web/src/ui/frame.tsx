import { makeStyles, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { Page } from './page.tsx';

const useStyles = makeStyles({
  inside: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, minWidth: 0, height: '70vh', minHeight: '420px' },
  head: { display: 'flex', flexWrap: 'wrap', justifyContent: 'space-between', alignItems: 'center', gap: tokens.spacingHorizontalM },
  actions: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
});

export type FrameProps = {
  readonly title: string;
  readonly area: string;
  /** It is a part of another screen, which has the heading. */
  readonly isInside: boolean;
  readonly facts?: ReactNode;
  readonly actions: ReactNode;
  readonly children: ReactNode;
};

/** A list that is a screen of its own, or stands inside a step of the set-up: the same thing, learnt once (ux reference 5.3). */
export function Frame({ title, area, isInside, facts, actions, children }: FrameProps) {
  const styles = useStyles();
  if (!isInside)
    return (
      <Page title={title} area={area} fill facts={facts} actions={actions}>
        {children}
      </Page>
    );
  return (
    <section className={styles.inside} aria-label={title}>
      <div className={styles.head}>
        <div>{facts}</div>
        <div className={styles.actions}>{actions}</div>
      </div>
      {children}
    </section>
  );
}

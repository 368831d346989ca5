import { makeStyles, tokens } from '@fluentui/react-components';
import { CheckmarkCircle24Regular, ChevronRight20Regular } from '@fluentui/react-icons';
import type { z } from 'zod';
import type { Attention } from '#contract/overview.ts';
import { Money } from '../../ui/money.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { attentionActs } from './words.ts';

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: 0, padding: 0 },
  item: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
    flexWrap: 'wrap',
    paddingBlock: tokens.spacingVerticalM,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    ':last-child': { borderBottomStyle: 'none', paddingBlockEnd: 0 },
  },
  words: { flex: '1 1 180px', minWidth: 0 },
  title: { fontWeight: tokens.fontWeightSemibold, display: 'block' },
  act: { display: 'inline-flex', alignItems: 'center', minHeight: '24px' },
  calm: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalS },
});

/** What waits for somebody, with its money; the server puts the most urgent first. */
export function AttentionCards({ attention }: { readonly attention: readonly z.infer<typeof Attention>[] }) {
  const styles = useStyles();
  if (attention.length === 0)
    return (
      <p className={styles.calm}>
        <CheckmarkCircle24Regular aria-hidden /> Nothing needs you.
      </p>
    );
  return (
    <ul className={styles.list}>
      {attention.map((each) => (
        <li key={each.kind} className={styles.item}>
          <div className={styles.words}>
            <span className={styles.title}>{each.title}</span>
            {each.money.length > 0 && <Money value={each.money} per="month" signed />}
          </div>
          <TextLink to={each.link} className={styles.act}>
            {attentionActs[each.kind]} <ChevronRight20Regular aria-hidden />
          </TextLink>
        </li>
      ))}
    </ul>
  );
}

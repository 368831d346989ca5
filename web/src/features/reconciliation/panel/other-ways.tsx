import { makeStyles, tokens } from '@fluentui/react-components';
import { useMay } from '../../../lib/use-me.ts';
import { ProblemMessage } from '../../../ui/problem-message.tsx';
import { canPreview } from '../list/use-acts.ts';
import { type Detail, usePreview } from '../queries.ts';
import { correctionSentence } from '../words.ts';
import { Act } from './panel-acts.tsx';

const useStyles = makeStyles({
  ways: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS, margin: 0, padding: 0, listStyle: 'none' },
  way: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalM },
});

/** The same difference put right elsewhere: previewed like the suggested fix. */
export function OtherWays({ difference }: { readonly difference: Detail }) {
  const styles = useStyles();
  const may = useMay('corrections:propose');
  const preview = usePreview();
  return (
    <>
      {preview.error !== null && <ProblemMessage error={preview.error} title="No preview could be made" onDismiss={preview.reset} />}
      <ul className={styles.ways}>
        {difference.alternatives.map((way) => (
          <li key={way.action} className={styles.way}>
            <span>{correctionSentence(way, undefined)}</span>
            {canPreview(difference) && (
              <Act
                may={may}
                busy={preview.isPending}
                text="Preview this instead"
                onAct={() => {
                  preview.mutate({ differenceIds: [difference.id], action: way.action });
                }}
              />
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

import { makeStyles, Radio, RadioGroup, tokens } from '@fluentui/react-components';
import { ConnectionKind } from '#model/connection.ts';
import { Card } from '../../ui/card.tsx';
import { connectionKindWords } from '../../ui/words.ts';
import { kindHints } from './add-words.ts';

const useStyles = makeStyles({ hint: { display: 'block', color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 } });

type Props = { readonly kind: ConnectionKind; readonly onKind: (kind: ConnectionKind) => void };

/** What is connected: each kind with the side it is on. */
export function KindChoice({ kind, onKind }: Props) {
  const styles = useStyles();
  return (
    <Card title="What do you connect?">
      <RadioGroup
        aria-label="What do you connect?"
        value={kind}
        onChange={(_, { value }) => {
          const chosen = ConnectionKind.options.find((each) => each === value);
          if (chosen !== undefined) onKind(chosen);
        }}
      >
        {ConnectionKind.options.map((each) => (
          <Radio
            key={each}
            value={each}
            label={
              <>
                {connectionKindWords[each]}
                <span className={styles.hint}>{kindHints[each]}</span>
              </>
            }
          />
        ))}
      </RadioGroup>
    </Card>
  );
}

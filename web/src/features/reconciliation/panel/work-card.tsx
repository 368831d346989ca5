import {
  Button,
  Input,
  InteractionTag,
  InteractionTagPrimary,
  InteractionTagSecondary,
  makeStyles,
  TagGroup,
  tokens,
} from '@fluentui/react-components';
import { useState } from 'react';
import { formatDate, plural } from '../../../lib/format.ts';
import { useMay } from '../../../lib/use-me.ts';
import { Facts } from '../../../ui/card.tsx';
import { ProblemMessage } from '../../../ui/problem-message.tsx';
import { type Detail, useChangeWork } from '../queries.ts';
import { Section } from './section.tsx';

const useStyles = makeStyles({
  tags: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS, alignItems: 'center' },
  field: { width: '120px' },
});

export type WorkCardProps = { readonly difference: Detail; readonly onOwn: () => void; readonly onNote: () => void };

/** Whose it is, until when, and how it is marked. */
export function WorkCard({ difference, onOwn, onNote }: WorkCardProps) {
  const styles = useStyles();
  const may = useMay('corrections:propose');
  const { owner, dueOn, ageDays, notes } = difference;
  return (
    <Section title="Work">
      <Facts
        facts={[
          ['Owner', owner?.name ?? 'Nobody'],
          ['Due', dueOn === null ? undefined : formatDate(dueOn)],
          ['Age', ageDays === 0 ? 'New today' : plural(ageDays, 'day')],
          ['Tags', <Tags key="tags" difference={difference} may={may} />],
        ]}
      />
      {may && (
        <div className={styles.tags}>
          <Button size="small" onClick={onOwn} aria-keyshortcuts="O">
            Set owner
          </Button>
          <Button size="small" onClick={onNote} aria-keyshortcuts="N">
            {notes === 0 ? 'Add a note' : `Add a note (${notes})`}
          </Button>
        </div>
      )}
    </Section>
  );
}

function Tags({ difference, may }: { readonly difference: Detail; readonly may: boolean }) {
  const styles = useStyles();
  const [text, setText] = useState('');
  const change = useChangeWork();
  const save = (tags: readonly string[]) => {
    change.mutate({ rows: [difference], patch: { tags: [...tags] } });
  };
  const add = () => {
    const tag = text.replaceAll(',', ' ').trim();
    if (tag === '' || change.isPending) return;
    setText('');
    save([...new Set([...difference.tags, tag])]);
  };
  return (
    <div className={styles.tags}>
      {difference.tags.length > 0 && (
        <TagGroup
          aria-label="Tags"
          onDismiss={(_, { value }) => {
            if (may) save(difference.tags.filter((tag) => tag !== value));
          }}
        >
          {difference.tags.map((tag) => (
            <InteractionTag key={tag} value={tag} size="small">
              <InteractionTagPrimary hasSecondaryAction={may}>{tag}</InteractionTagPrimary>
              {may && <InteractionTagSecondary aria-label={`Remove ${tag}`} />}
            </InteractionTag>
          ))}
        </TagGroup>
      )}
      {may && (
        <Input
          className={styles.field}
          size="small"
          aria-label="Add a tag"
          placeholder="Add a tag"
          maxLength={40}
          value={text}
          onChange={(_, { value }) => {
            setText(value);
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter') add();
          }}
        />
      )}
      {change.error !== null && <ProblemMessage error={change.error} title="The tags were not changed" />}
    </div>
  );
}

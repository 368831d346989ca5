import { Button, Dropdown, makeStyles, Option, SearchBox, tokens } from '@fluentui/react-components';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useUrlState, wordsIn } from '../lib/url-state.ts';

const useStyles = makeStyles({
  bar: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS, alignItems: 'center', flexShrink: 0 },
  search: { flex: '1 1 200px', maxWidth: '360px' },
  choice: { minWidth: '140px', flex: '0 1 auto' },
});

export type Choice = {
  /** Name of the REST filter and of the address's parameter. */
  readonly name: string;
  readonly title: string;
  readonly words: Readonly<Record<string, string>>;
  /** One word at a time; choosing it again takes it away. */
  readonly single?: boolean;
};

export type FilterBarProps = {
  /** What the text is looked for in: "Filter by name or domain". */
  readonly placeholder?: string;
  readonly choices?: readonly Choice[];
  /** Lists that cannot be searched by text have choices only. */
  readonly withText?: boolean;
  readonly children?: ReactNode;
};

/** Text and choices of a list, kept in the address. Typing replaces the entry in the history, choosing adds one. */
export function FilterBar({ placeholder = 'Filter', choices = [], withText = true, children }: FilterBarProps) {
  const styles = useStyles();
  const [search, change] = useUrlState();
  const names = choices.map((choice) => choice.name);
  const isFiltered = ['q', ...names].some((name) => search[name] !== undefined);
  return (
    <div className={styles.bar} role="search">
      {withText && (
        <TextFilter
          placeholder={placeholder}
          value={search['q'] ?? ''}
          onChange={(q) => {
            change({ q: q === '' ? undefined : q }, 'replace');
          }}
        />
      )}
      {choices.map((choice) => {
        const chosen = wordsIn(search[choice.name], Object.keys(choice.words));
        return (
          <Dropdown
            key={choice.name}
            className={styles.choice}
            aria-label={choice.title}
            multiselect={choice.single !== true}
            placeholder={choice.title}
            value={chosen.length === 0 ? '' : `${choice.title}: ${chosen.map((word) => choice.words[word]).join(', ')}`}
            selectedOptions={chosen}
            onOptionSelect={(_, { selectedOptions, optionValue }) => {
              const isOff = selectedOptions.length === 0 || (choice.single === true && chosen.some((word) => word === optionValue));
              change({ [choice.name]: isOff ? undefined : selectedOptions.join(',') });
            }}
          >
            {Object.entries(choice.words).map(([value, word]) => (
              <Option key={value} value={value}>
                {word}
              </Option>
            ))}
          </Dropdown>
        );
      })}
      {children}
      {isFiltered && (
        <Button
          appearance="subtle"
          onClick={() => {
            change(Object.fromEntries(['q', ...names].map((name) => [name, undefined])));
          }}
        >
          Clear filters
        </Button>
      )}
    </div>
  );
}

type TextFilterProps = { readonly placeholder: string; readonly value: string; readonly onChange: (text: string) => void };

/** Waits 200 ms after the last key before the list is asked again. */
function TextFilter({ placeholder, value, onChange }: TextFilterProps) {
  const styles = useStyles();
  const [text, setText] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    setText(value);
  }, [value]);
  useEffect(
    () => () => {
      clearTimeout(timer.current);
    },
    [],
  );
  return (
    <div data-page-filter="" className={styles.search}>
      <SearchBox
        aria-label={placeholder}
        placeholder={placeholder}
        value={text}
        style={{ width: '100%', maxWidth: 'none' }}
        onChange={(_, { value: next }) => {
          setText(next);
          clearTimeout(timer.current);
          timer.current = setTimeout(() => {
            onChange(next.trim());
          }, 200);
        }}
      />
    </div>
  );
}

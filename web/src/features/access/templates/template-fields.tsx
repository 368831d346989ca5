import { Checkbox, Field, Input, Label, makeStyles, tokens, useId } from '@fluentui/react-components';
import { useState } from 'react';
import { abilities, coveredBy, globalAdministrator, roleNames, rolesUsedHere } from '#model/access-roles.ts';
import { otherRoles } from '#model/entra-roles.ts';
import type { Draft, Mistakes } from './draft.ts';

const useStyles = makeStyles({
  roles: { display: 'flex', flexDirection: 'column' },
  use: { display: 'block', color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
  mistake: { color: tokens.colorPaletteRedForeground1, fontSize: tokens.fontSizeBase200 },
  lacking: { margin: 0, paddingInlineStart: tokens.spacingHorizontalL, color: tokens.colorNeutralForeground2 },
});

/** "Read licences, read users". */
const usesOf = (roleId: string): string => {
  const names = coveredBy([roleId]).map(({ name }) => name);
  return names.length === 0 ? 'Nothing that is done from here' : names.join(', ');
};

/** Microsoft's other roles whose name has the letters that were typed; none before something is typed. */
const found = (letters: string): readonly string[] =>
  letters === ''
    ? []
    : Object.entries(otherRoles).flatMap(([id, name]) => (name.toLowerCase().includes(letters.toLowerCase()) ? [id] : []));

type TemplateFieldsProps = {
  readonly draft: Draft;
  /** Shown once somebody tried to send it. */
  readonly mistakes: Mistakes | undefined;
  readonly onChange: (draft: Draft) => void;
};

/** What a template asks for. Each role says what it is enough for. */
export function TemplateFields({ draft, mistakes, onChange }: TemplateFieldsProps) {
  const isBound = draft.roleIds.includes(globalAdministrator);
  return (
    <>
      <Field label="Name" required validationMessage={mistakes?.name ?? null}>
        <Input
          value={draft.name}
          maxLength={30}
          onChange={(_, { value }) => {
            onChange({ ...draft, name: value });
          }}
        />
      </Field>
      <RolesField draft={draft} mistakes={mistakes} onChange={onChange} />
      <Field label="Days" required validationMessage={mistakes?.days ?? null} hint="Microsoft allows two years at most.">
        <Input
          value={draft.days}
          inputMode="numeric"
          onChange={(_, { value }) => {
            onChange({ ...draft, days: value });
          }}
        />
      </Field>
      <Checkbox
        label={isBound ? 'Extends itself: not possible with Global Administrator' : 'Extends itself by half a year'}
        checked={draft.extends && !isBound}
        disabled={isBound}
        onChange={(_, { checked }) => {
          onChange({ ...draft, extends: checked === true });
        }}
      />
      <Field
        label="Groups (optional)"
        validationMessage={mistakes?.groups ?? null}
        hint="Without a group nobody has access, even when the customer approved."
      >
        <Input
          value={draft.groups}
          onChange={(_, { value }) => {
            onChange({ ...draft, groups: value });
          }}
        />
      </Field>
    </>
  );
}

/** Those that something here needs and those that are chosen, each with what it is enough for; others are found by name. */
function RolesField({ draft, mistakes, onChange }: TemplateFieldsProps) {
  const styles = useStyles();
  const rolesId = useId('roles');
  const [letters, setLetters] = useState('');
  const matches = found(letters.trim());
  const listed = [...Object.keys(rolesUsedHere), ...draft.roleIds.filter((id) => !(id in rolesUsedHere) && !matches.includes(id))];
  const covered = coveredBy(draft.roleIds);
  const lacking = abilities.filter((ability) => !covered.includes(ability));
  const role = (id: string) => (
    <RoleBox
      key={id}
      id={id}
      isChosen={draft.roleIds.includes(id)}
      onToggle={() => {
        onChange({ ...draft, roleIds: draft.roleIds.includes(id) ? draft.roleIds.filter((each) => each !== id) : [...draft.roleIds, id] });
      }}
    />
  );
  return (
    <>
      <div role="group" aria-labelledby={rolesId} className={styles.roles}>
        <Label id={rolesId} required>
          Roles
        </Label>
        {listed.map(role)}
        <Field
          label="Find another role (optional)"
          hint="A part of its name, like Exchange or Intune."
          {...(letters.trim() !== '' &&
            matches.length === 0 && { validationState: 'none', validationMessage: 'No role of Microsoft is called so.' })}
        >
          <Input
            value={letters}
            onChange={(_, { value }) => {
              setLetters(value);
            }}
          />
        </Field>
        {matches.map(role)}
        {mistakes?.roles != null && (
          <span role="alert" className={styles.mistake}>
            {mistakes.roles}
          </span>
        )}
      </div>
      {draft.roleIds.length > 0 && lacking.length > 0 && (
        <ul className={styles.lacking} aria-label="What is not possible with these roles">
          {lacking.map(({ id, without }) => (
            <li key={id}>{without}</li>
          ))}
        </ul>
      )}
    </>
  );
}

type RoleBoxProps = { readonly id: string; readonly isChosen: boolean; readonly onToggle: () => void };

function RoleBox({ id, isChosen, onToggle }: RoleBoxProps) {
  const styles = useStyles();
  return (
    <Checkbox
      label={
        <>
          {roleNames[id] ?? id}
          <span className={styles.use}>{usesOf(id)}</span>
        </>
      }
      checked={isChosen}
      onChange={onToggle}
    />
  );
}

import { Checkbox, Field, Input, Label, makeStyles, tokens, useId } from '@fluentui/react-components';
import { abilities, coveredBy, globalAdministrator, roleNames } from '#model/access-roles.ts';
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

/** The known ones, and those of the template that nobody names here. */
const rolesToChoose = ({ roleIds }: Draft): readonly (readonly [string, string])[] => [
  ...Object.entries(roleNames),
  ...roleIds.filter((id) => !(id in roleNames)).map((id) => [id, id] as const),
];

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

/** The known roles, each with what it is enough for, and what is not possible with those that are chosen. */
function RolesField({ draft, mistakes, onChange }: TemplateFieldsProps) {
  const styles = useStyles();
  const rolesId = useId('roles');
  const toggled = (id: string): readonly string[] =>
    draft.roleIds.includes(id) ? draft.roleIds.filter((each) => each !== id) : [...draft.roleIds, id];
  const covered = coveredBy(draft.roleIds);
  const lacking = abilities.filter((ability) => !covered.includes(ability));
  return (
    <>
      <div role="group" aria-labelledby={rolesId} className={styles.roles}>
        <Label id={rolesId} required>
          Roles
        </Label>
        {rolesToChoose(draft).map(([id, name]) => (
          <Checkbox
            key={id}
            label={
              <>
                {name}
                <span className={styles.use}>{usesOf(id)}</span>
              </>
            }
            checked={draft.roleIds.includes(id)}
            onChange={() => {
              onChange({ ...draft, roleIds: toggled(id) });
            }}
          />
        ))}
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

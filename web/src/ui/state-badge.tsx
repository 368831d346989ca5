import { Badge } from '@fluentui/react-components';
import { CheckmarkCircle16Regular, Circle16Regular, ErrorCircle16Regular, Info16Regular, Warning16Regular } from '@fluentui/react-icons';

export type Intent = 'neutral' | 'info' | 'success' | 'warning' | 'danger';
/** A state as people read it: word and intent. Features keep one per member of an enum. */
export type StateWord = { readonly word: string; readonly intent: Intent };

const looks = {
  neutral: { color: 'informative', icon: <Circle16Regular /> },
  info: { color: 'brand', icon: <Info16Regular /> },
  success: { color: 'success', icon: <CheckmarkCircle16Regular /> },
  warning: { color: 'warning', icon: <Warning16Regular /> },
  danger: { color: 'danger', icon: <ErrorCircle16Regular /> },
} as const;

/** Word, shape and colour; never colour alone. */
export function StateBadge({ state }: { readonly state: StateWord }) {
  const { color, icon } = looks[state.intent];
  return (
    <Badge
      appearance={state.intent === 'neutral' ? 'outline' : 'tint'}
      color={color}
      icon={icon}
      size="medium"
      style={{ verticalAlign: 'middle', whiteSpace: 'nowrap' }}
    >
      {state.word}
    </Badge>
  );
}

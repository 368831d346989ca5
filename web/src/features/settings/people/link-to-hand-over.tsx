import { MessageBar, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import { CopyText } from '../../../ui/copy-text.tsx';

/** A one-time link as it is shown once. */
export const LinkToHandOver = ({ name, link }: { readonly name: string; readonly link: string }) => (
  <MessageBar intent="success" layout="multiline">
    <MessageBarBody style={{ whiteSpace: 'normal' }}>
      <MessageBarTitle>Hand this sign-in link to {name}. It works once, for 24 hours, and is not shown again.</MessageBarTitle>
      <CopyText text={link} />
    </MessageBarBody>
  </MessageBar>
);

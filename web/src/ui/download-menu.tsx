import { Button, Menu, MenuItemLink, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components';
import { ArrowDownload20Regular } from '@fluentui/react-icons';

export type DownloadProps = { readonly text: string; readonly files: readonly { readonly word: string; readonly href: string }[] };

/** The formats to choose from; opens at once, for it was asked for. */
export function DownloadMenu({ text, files }: DownloadProps) {
  return (
    <Menu defaultOpen>
      <MenuTrigger disableButtonEnhancement>
        <Button icon={<ArrowDownload20Regular />}>{text}</Button>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {files.map(({ word, href }) => (
            <MenuItemLink key={word} download href={href}>
              {word}
            </MenuItemLink>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}

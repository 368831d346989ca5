import { Button, Menu, MenuDivider, MenuItem, MenuItemRadio, MenuList, MenuPopover, MenuTrigger, Text } from '@fluentui/react-components';
import { PersonCircle24Regular } from '@fluentui/react-icons';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { signOut } from '#contract/sign-in.ts';
import { call } from '../lib/api.ts';
import { chooseTheme, themeChoices, useThemeChoice } from '../lib/theme.ts';
import { useMe } from '../lib/use-me.ts';
import { useGo } from '../ui/text-link.tsx';

const themeWords = { system: 'Theme of the system', light: 'Light', dark: 'Dark' } as const;

/** Comes with the first click on its button, and opens. */
export function AccountMenu() {
  const me = useMe();
  const go = useGo();
  const client = useQueryClient();
  const choice = useThemeChoice();
  const [open, setOpen] = useState(false);
  // Not open from the start: the focus goes to the first entry when a menu that is there opens.
  useEffect(() => {
    setOpen(true);
  }, []);
  const leave = async () => {
    await call(signOut, {}).catch(() => undefined); // a login that is gone already is signed out as well
    client.clear();
    location.assign('/sign-in');
  };
  return (
    <Menu
      open={open}
      onOpenChange={(_, change) => {
        setOpen(change.open);
      }}
      checkedValues={{ theme: [choice] }}
      onCheckedValueChange={(_, { checkedItems }) => {
        chooseTheme(themeChoices.find((each) => checkedItems.includes(each)) ?? 'system');
      }}
    >
      <MenuTrigger disableButtonEnhancement>
        <Button appearance="subtle" icon={<PersonCircle24Regular />} aria-label={`Account of ${me?.name ?? 'you'}`} />
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {me !== undefined && (
            <MenuItem disabled>
              <Text weight="semibold">{me.name}</Text>
              <br />
              <Text size={200}>{me.email}</Text>
            </MenuItem>
          )}
          <MenuItem
            onClick={() => {
              go('/settings/account');
            }}
          >
            Password and API keys
          </MenuItem>
          <MenuDivider />
          {themeChoices.map((each) => (
            <MenuItemRadio key={each} name="theme" value={each}>
              {themeWords[each]}
            </MenuItemRadio>
          ))}
          <MenuDivider />
          <MenuItem onClick={leave}>Sign out</MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}

import { Link } from '@fluentui/react-components';
import { type RouterHistory, useRouter } from '@tanstack/react-router';
import type { MouseEvent, ReactNode } from 'react';

export type TextLinkProps = {
  /** Path in the browser app, with its query: `/customers/cus_...?tab=access`. */
  readonly to: string;
  readonly children: ReactNode;
  readonly className?: string;
  readonly tabIndex?: number;
  readonly inline?: boolean;
  /** It leads to where one is. */
  readonly isCurrent?: boolean;
};

/** A real link (opens in a new tab on request, can be copied) that changes the route without loading the page again. */
export function TextLink({ to, children, className, tabIndex, inline = false, isCurrent = false }: TextLinkProps) {
  const go = useGo();
  return (
    <Link
      href={to}
      inline={inline}
      {...(className !== undefined && { className })}
      {...(tabIndex !== undefined && { tabIndex })}
      {...(isCurrent && { 'aria-current': 'page' as const })}
      onClick={(event: MouseEvent) => {
        event.stopPropagation();
        if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
        event.preventDefault();
        go(to);
      }}
    >
      {children}
    </Link>
  );
}

/** Goes to a path of the browser app; the scope stays. */
export function useGo(): (to: string) => void {
  const { history } = useRouter() as { history: RouterHistory }; // the router is not registered by type: pages take any path
  return (to) => {
    const scope = new URLSearchParams(history.location.search).get('scope');
    const target = new URL(to, 'http://concord.invalid');
    if (scope !== null && !target.searchParams.has('scope')) target.searchParams.set('scope', scope);
    history.push(target.pathname + target.search);
  };
}

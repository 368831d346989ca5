import { Button } from '@fluentui/react-components';
import { ArrowDownload20Regular } from '@fluentui/react-icons';
import { lazy, Suspense, useState } from 'react';

const DownloadMenu = lazy(async () => ({ default: (await import('./download-menu.tsx')).DownloadMenu }));

export type DownloadProps = { readonly text: string; readonly files: readonly { readonly word: string; readonly href: string }[] };

/** A button that offers the same thing as a file in several formats. */
export function Download(props: DownloadProps) {
  const [asked, setAsked] = useState(false);
  const button = (
    <Button
      icon={<ArrowDownload20Regular />}
      aria-haspopup="menu"
      onClick={() => {
        setAsked(true);
      }}
    >
      {props.text}
    </Button>
  );
  return asked ? (
    <Suspense fallback={button}>
      <DownloadMenu {...props} />
    </Suspense>
  ) : (
    button
  );
}

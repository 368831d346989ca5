import { Button } from '@fluentui/react-components';
import { ArrowDownload20Regular } from '@fluentui/react-icons';
import { lazy, Suspense, useState } from 'react';
import type { DownloadProps } from './download-menu.tsx';

const DownloadMenu = lazy(async () => ({ default: (await import('./download-menu.tsx')).DownloadMenu }));

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
